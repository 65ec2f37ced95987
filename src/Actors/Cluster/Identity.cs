using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Cluster;

/// <summary>What a member of a cluster is.</summary>
public enum MemberRole
{
    /// <summary>Decides what trains where. There is one.</summary>
    Engine,

    /// <summary>Trains what the engine gives it.</summary>
    Worker,
}

/// <summary>
/// Who one member is: its certificate with the private key, and the certificate of the authority that issued it. One PEM file.
/// </summary>
public sealed class Identity : IDisposable
{
    /// <summary>An identity file is a few kilobytes.</summary>
    private const int LongestFile = 64 << 10;

    internal Identity(X509Certificate2 certificate, X509Certificate2 authority)
    {
        (Certificate, AuthorityCertificate) = (certificate, authority);
        (Name, Role) = Peer.Of(certificate);
    }

    /// <summary>The name that it was invited by; <c>engine</c> for the engine.</summary>
    public string Name { get; }

    public MemberRole Role { get; }

    internal X509Certificate2 Certificate { get; }

    internal X509Certificate2 AuthorityCertificate { get; }

    /// <summary>Reads an identity file.</summary>
    /// <exception cref="InvalidInputException">There is no such file, or it is none.</exception>
    public static Identity Load(string file)
    {
        try
        {
            if (new FileInfo(file).Length > LongestFile) throw Wrong(file, "it is too long for an identity");
            var pem = File.ReadAllText(file);
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            if (certificates is not [_, { } authority]) throw Wrong(file, $"it holds {certificates.Count} certificates");
            return new Identity(WithKeptKey(X509Certificate2.CreateFromPem(pem, pem)), authority);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw Wrong(file, e.Message, e);
        }
    }

    /// <summary>Writes the file, for its owner alone.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string file)
    {
        using var key = Certificate.GetECDsaPrivateKey()!;
        var pem = string.Join('\n', Certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(),
            AuthorityCertificate.ExportCertificatePem(), "");
        PrivateFiles.Write(file, Encoding.ASCII.GetBytes(pem));
    }

    /// <summary>Shows that this member has the private key: a signature over a text that the other one chose.</summary>
    public Proof Prove(string text)
    {
        using var key = Certificate.GetECDsaPrivateKey()!;
        return new Proof(Certificate.ExportCertificatePem(),
            Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256)));
    }

    public void Dispose()
    {
        Certificate.Dispose();
        AuthorityCertificate.Dispose();
    }

    /// <summary>Windows takes no key for TLS that lives in memory alone.</summary>
    private static X509Certificate2 WithKeptKey(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows()) return certificate;
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    private static InvalidInputException Wrong(string file, string why, Exception? cause = null) => new(
        $"{file}: found no identity of a node ({why.TrimEnd('.')}); allowed: a file that 'actorgaze cluster invite NAME' has written.",
        cause);
}
