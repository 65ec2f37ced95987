using System.Runtime.Versioning;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Tests.Actors.Nodes;

public sealed class AuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly string _folder = Directory.CreateTempSubdirectory("authority-").FullName;
    private readonly Authority _authority;
    private readonly Identity _engine;

    public AuthorityTests()
    {
        _authority = new Authority(new StateFolder(_folder));
        _authority.Init(Now);
        _engine = _authority.Engine();
    }

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private PeerCheck Check => new(_engine.AuthorityCertificate, _authority.Objection);

    [Fact]
    public void An_invited_node_proves_who_it_is()
    {
        using var node = Saved(_authority.Invite("gpubox", Now));

        var (peer, refusal) = Check.Of(node.Prove("a question"), "a question");

        Assert.Equal((new Peer("gpubox", MemberRole.Worker, node.Certificate.SerialNumber), (string?)null), (peer, refusal));
    }

    [Fact]
    public void A_proof_of_another_question_is_none()
    {
        using var node = _authority.Invite("gpubox", Now);

        Assert.Equal("'gpubox' did not sign what it was asked to", Check.Of(node.Prove("yesterday's question"), "a question").Refusal);
    }

    [Fact]
    public void One_who_was_revoked_is_refused_and_may_be_invited_anew()
    {
        using var before = _authority.Invite("gpubox", Now);
        _authority.Revoke("gpubox", Now);
        using var after = _authority.Invite("gpubox", Now);

        Assert.StartsWith("'gpubox' was revoked on ", Check.Of(before.Certificate).Refusal, StringComparison.Ordinal);
        Assert.Equal("gpubox", Check.Of(after.Certificate).Peer?.Name);
    }

    [Fact]
    public void Another_authoritys_node_is_refused_whatever_it_is_called()
    {
        var other = new Authority(new StateFolder(Path.Combine(_folder, "other")));
        other.Init(Now);
        using var stranger = other.Invite("gpubox", Now);

        Assert.Contains("is not of this cluster's authority", Check.Of(stranger.Certificate).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void One_without_a_certificate_is_refused() => Assert.Equal("it showed no certificate", Check.Of(null).Refusal);

    [Fact]
    public void A_node_is_no_engine()
    {
        using var node = _authority.Invite("gpubox", Now);

        Assert.Equal((MemberRole.Worker, MemberRole.Engine), (node.Role, _engine.Role));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Its_files_are_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var node = Saved(_authority.Invite("gpubox", Now));

        var files = Directory.GetFiles(Path.Combine(_folder, "cluster")).Append(Path.Combine(_folder, "gpubox.identity"));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Theory]
    [InlineData("engine", "the engine's own name")]
    [InlineData("a b", "allowed: 1 to 40")]
    [InlineData("twice", "'twice' was invited on")]
    public void A_name_that_cannot_be_is_told(string name, string why)
    {
        _authority.Invite("twice", Now).Dispose();

        Assert.Contains(why, Assert.Throws<InvalidInputException>(() => _authority.Invite(name, Now)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("garbage")]
    public void A_file_that_is_no_identity_is_told(string content)
    {
        var file = Path.Combine(_folder, "x.identity");
        File.WriteAllText(file, content);

        Assert.StartsWith($"{file}: found no identity of a node", Assert.Throws<InvalidInputException>(() => Identity.Load(file)).Message, StringComparison.Ordinal);
    }

    private Identity Saved(Identity identity)
    {
        var file = Path.Combine(_folder, "gpubox.identity");
        identity.Save(file);
        identity.Dispose();
        return Identity.Load(file);
    }
}
