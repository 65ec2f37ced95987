using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Cluster;

/// <summary>A node that was invited.</summary>
/// <param name="Serial">Of its certificate.</param>
/// <param name="Revoked">When that was revoked; null where it is good.</param>
public sealed record Invitation(string Name, string Serial, DateTimeOffset At, DateTimeOffset? Revoked);

/// <summary>
/// A cluster's private authority: who may join. Its files lie in the state folder and are open to their owner alone. An engine reads them
/// anew for every connection, so a command beside it is enough.
/// </summary>
public sealed class Authority
{
    /// <summary>The engine's name among the members.</summary>
    public const string EngineName = "engine";

    private const int LongestName = 40;
    private const int SerialBytes = 16;
    private static readonly TimeSpan Backdated = TimeSpan.FromDays(2); // a node's clock may be behind
    private static readonly TimeSpan Valid = TimeSpan.FromDays(3650);

    private readonly string _folder;

    public Authority(StateFolder folder) => _folder = Path.Combine(folder.Root, "cluster");

    public bool Exists => File.Exists(OwnFile);

    private string OwnFile => Path.Combine(_folder, "authority.pem");

    private string EngineFile => Path.Combine(_folder, "engine.pem");

    private string ListFile => Path.Combine(_folder, "nodes.json");

    /// <summary>Makes the authority and the engine's identity.</summary>
    /// <exception cref="InvalidInputException">There is one already.</exception>
    public void Init(DateTimeOffset now)
    {
        if (Exists) throw new InvalidInputException($"{OwnFile}: found a cluster's authority; allowed: one for each state folder.");
        PrivateFiles.MakeFolder(_folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject($"authority {Guid.NewGuid():N}", null), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var own = request.CreateSelfSigned(now - Backdated, now + Valid);
        using var engine = Issue(own, EngineName, MemberRole.Engine, now);
        engine.Save(EngineFile);
        Write([]);
        // last: now it exists
        PrivateFiles.Write(OwnFile, System.Text.Encoding.ASCII.GetBytes(string.Join('\n', own.ExportCertificatePem(),
            key.ExportPkcs8PrivateKeyPem(), "")));
    }

    /// <summary>The engine's identity.</summary>
    /// <exception cref="InvalidInputException">There is no authority.</exception>
    public Identity Engine()
    {
        Require();
        return Identity.Load(EngineFile);
    }

    /// <summary>Issues an identity for a node.</summary>
    /// <exception cref="PreventedException">Another command changes the list just now.</exception>
    /// <exception cref="InvalidInputException">The name breaks the rule or is taken, or there is no authority.</exception>
    public Identity Invite(string name, DateTimeOffset now)
    {
        Require();
        using var alone = Alone();
        if (NameRule.Objection(name, LongestName) is { } wrong) throw new InvalidInputException($"cluster invite: {wrong}");
        if (name == EngineName)
            throw new InvalidInputException($"cluster invite: found '{name}', the engine's own name; allowed: any other.");
        if (Invitations().Find(of => of.Name == name && of.Revoked is null) is { } taken)
            throw new InvalidInputException($"cluster invite: '{name}' was invited on {taken.At:yyyy-MM-dd}; allowed: another name, or "
                + $"'actorgaze cluster revoke {name}' before.");
        using var own = X509Certificate2.CreateFromPemFile(OwnFile);
        var issued = Issue(own, name, MemberRole.Worker, now);
        Write([.. Invitations(), new Invitation(name, issued.Certificate.SerialNumber, now, null)]);
        return issued;
    }

    /// <summary>Ends a node's invitation.</summary>
    /// <exception cref="InvalidInputException">No node of that name is invited.</exception>
    public void Revoke(string name, DateTimeOffset now)
    {
        Require();
        using var alone = Alone();
        var list = Invitations();
        if (!list.Exists(of => of.Name == name && of.Revoked is null))
        {
            var known = list.FindAll(of => of.Revoked is null).ConvertAll(of => of.Name);
            throw new InvalidInputException(
                $"cluster revoke: found '{name}', which is not invited; allowed: "
                + $"{(known.IsEmpty ? "none, no node is invited" : string.Join(", ", known))}.");
        }

        Write(list.ConvertAll(of => of.Name == name && of.Revoked is null ? of with { Revoked = now } : of));
    }

    /// <summary>Every node that was invited, oldest first.</summary>
    /// <exception cref="InvalidInputException">There is no authority, or its list cannot be read.</exception>
    public ImmutableList<Invitation> Invitations()
    {
        Require();
        try
        {
            return JsonSerializer.Deserialize<ImmutableList<Invitation>>(File.ReadAllBytes(ListFile), Json.Options) ?? [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{ListFile}: found no list of invited nodes ({e.Message}); nobody can join.", e);
        }
    }

    /// <summary>Why a certificate of this authority is not taken; null where it is.</summary>
    /// <exception cref="InvalidInputException">The list cannot be read.</exception>
    internal string? Objection(Peer peer) => peer.Role == MemberRole.Engine
        ? null
        : Invitations().Find(of => of.Serial == peer.Serial) switch
        {
            null => "is not in the list of invited nodes",
            { Revoked: { } at } => $"was revoked on {at:yyyy-MM-dd HH:mm} UTC",
            _ => null,
        };

    private static Identity Issue(X509Certificate2 own, string name, MemberRole role, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject(name, role), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Peer.Oids.ServerAuthentication),
            new Oid(Peer.Oids.ClientAuthentication)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(own, true, false));
        using var issued = request.Create(own, now - (Backdated / 2), now + Valid - Backdated, RandomNumberGenerator.GetBytes(SerialBytes));
        return new Identity(issued.CopyWithPrivateKey(key), X509CertificateLoader.LoadCertificate(own.RawData));
    }

    private static X500DistinguishedName Subject(string name, MemberRole? role)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        if (role is { } of) subject.AddOrganizationalUnitName(of.ToString().ToLowerInvariant());
        subject.AddOrganizationName("ActorGaze");
        return subject.Build();
    }

    /// <summary>One command at a time changes the list.</summary>
    /// <exception cref="PreventedException">Another one does just now.</exception>
    private FileStream Alone()
    {
        try
        {
            var file = Path.Combine(_folder, "nodes.lock");
            PrivateFiles.MakeFile(file);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new PreventedException($"{ListFile}: another command changes it just now; try again in a moment. ({e.Message})", e);
        }
    }

    private void Write(ImmutableList<Invitation> list) =>
        PrivateFiles.Write(ListFile, JsonSerializer.SerializeToUtf8Bytes(list, Json.Indented));

    private void Require()
    {
        if (!Exists)
            throw new InvalidInputException($"{OwnFile}: there is no such file; 'actorgaze cluster init' makes a cluster's authority.");
    }
}
