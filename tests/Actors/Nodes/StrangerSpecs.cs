using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Storage;
using ActorGaze.Tests.Actors.Faults;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Nodes;

/// <summary>Who must not join: each is refused and named in the log, and the engine goes on taking those who may.</summary>
[Slow]
public sealed class StrangerSpecs : IDisposable
{
    private readonly TestCluster _cluster;

    public StrangerSpecs(Undisturbed undisturbed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked at in /proc.");
        _cluster = new TestCluster(undisturbed.Run("r").Data);
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Strangers_are_refused_and_named_and_a_node_that_may_joins()
    {
        var other = new Authority(new StateFolder(Path.Combine(_cluster.Root, "other")));
        other.Init(TimeProvider.System.GetUtcNow());
        var revoked = _cluster.Invite("revoked");
        _cluster.Authority.Revoke("revoked", TimeProvider.System.GetUtcNow());
        await using var lab = await _cluster.StartAsync();

        await GarbageAsync(RandomNumberGenerator.GetBytes(4096));
        await GarbageAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        await WithoutIdentityAsync();
        _cluster.Node("theirs", _cluster.Invite("theirs", other));
        await _cluster.LoggedAsync("Warning", "was refused: ", "CN=theirs", "is not of this cluster's authority");
        _cluster.Node("revoked", revoked);
        await _cluster.LoggedAsync("Warning", "was refused: ", "'revoked' was revoked on");
        await _cluster.JoinedAsync(_cluster.Node("good"));

        Assert.Contains("good/cpu", string.Join('\n', _cluster.Log), StringComparison.Ordinal);
        Assert.NotEmpty((await lab.CensusAsync()).Children);
    }

    [Fact]
    public async Task One_that_is_revoked_while_it_is_connected_is_put_out_and_does_not_come_back()
    {
        await using var lab = await _cluster.StartAsync();
        var node = _cluster.Node("one");
        await _cluster.JoinedAsync(node);

        _cluster.Authority.Revoke("one", TimeProvider.System.GetUtcNow());

        await _cluster.LoggedAsync("one was revoked on ", "put out of the cluster");
        await _cluster.LoggedAsync("Warning", "was refused: ", "'one' was revoked on"); // it tries again
    }

    private async Task GarbageAsync(byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _cluster.Port, Cancel);
        var port = ((IPEndPoint)client.Client.LocalEndPoint!).Port;
        try
        {
            await client.GetStream().WriteAsync(bytes, Cancel);
            while (await client.GetStream().ReadAsync(new byte[1024], Cancel) > 0) { }
        }
        catch (IOException)
        {
            // it was put out
        }

        await _cluster.LoggedAsync("Rejected incoming connection", $":{port}]");
    }

    private async Task WithoutIdentityAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _cluster.Port, Cancel);
        await using var tls = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "x", CertificateRevocationCheckMode = X509RevocationMode.NoCheck }, Cancel);
            Assert.Equal(0, await tls.ReadAsync(new byte[1], Cancel));
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // it was put out
        }

        await _cluster.LoggedAsync("client did not provide a certificate");
    }
}
