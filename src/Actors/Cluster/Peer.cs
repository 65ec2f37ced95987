using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Cluster;

/// <summary>Who is at the other end, by its certificate.</summary>
/// <param name="Serial">Of the certificate.</param>
internal sealed record Peer(string Name, MemberRole Role, string Serial)
{
    /// <summary>The name and the role that a certificate of an authority of ours states.</summary>
    /// <exception cref="CryptographicException">It states none.</exception>
    public static (string Name, MemberRole Role) Of(X509Certificate2 certificate)
    {
        string? name = null, role = null;
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements) continue;
            if (part.GetSingleElementType().Value == Oids.CommonName) name = part.GetSingleElementValue();
            else if (part.GetSingleElementType().Value == Oids.OrganizationalUnit) role = part.GetSingleElementValue();
        }

        return name is { Length: > 0 } && Enum.TryParse<MemberRole>(role, ignoreCase: true, out var known) && Enum.IsDefined(known)
            ? (name, known)
            : throw new CryptographicException("the certificate names no node.");
    }

    /// <summary>Object identifiers of X.500 and of what a certificate may be used for.</summary>
    internal static class Oids
    {
        public const string CommonName = "2.5.4.3";
        public const string OrganizationalUnit = "2.5.4.11";
        public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
        public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    }
}

/// <summary>Whether a certificate, or a proof, is of a member. Only the cluster's own authority counts.</summary>
/// <param name="authority">Its certificate.</param>
/// <param name="objection">Why a certificate of the authority is not taken; null where it is. Throws where that cannot be told.</param>
internal sealed class PeerCheck(X509Certificate2 authority, Func<Peer, string?> objection)
{
    /// <summary>Who it is, or why it is refused.</summary>
    public (Peer? Peer, string? Refusal) Of(X509Certificate2? certificate)
    {
        if (certificate is null) return (null, "it showed no certificate");
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // the engine's own list says who was revoked
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (!chain.Build(certificate))
        {
            var why = string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')));
            return (null, $"'{certificate.Subject}' is not of this cluster's authority ({why})");
        }

        try
        {
            var (name, role) = Peer.Of(certificate);
            var peer = new Peer(name, role, certificate.SerialNumber);
            return objection(peer) is { } why ? (null, $"'{name}' {why}") : (peer, null);
        }
        catch (Exception e) when (e is CryptographicException or InvalidInputException)
        {
            return (null, e.Message);
        }
    }

    /// <summary>Who has signed a text, or why that is not taken.</summary>
    public (Peer? Peer, string? Refusal) Of(Proof proof, string text)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Encoding.ASCII.GetBytes(proof.Certificate));
            var (peer, refusal) = Of(certificate);
            if (peer is null) return (null, refusal);
            using var key = certificate.GetECDsaPublicKey();
            return key?.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(proof.Signature),
                HashAlgorithmName.SHA256) == true
                ? (peer, null)
                : (null, $"'{peer.Name}' did not sign what it was asked to");
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return (null, $"its proof cannot be read: {e.Message}");
        }
    }
}
