using System.Security.Cryptography;

namespace ActorGaze.Actors.Cluster;

/// <summary>Texts that nobody can guess, and the files by which two machines find out whether they see the same folder.</summary>
internal static class Challenge
{
    /// <summary>How the name of such a file begins.</summary>
    public const string Probe = ".probe-";

    private const int Bytes = 32;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>A name that no other such file has.</summary>
    public static string NewProbe() => $"{Probe}{Guid.NewGuid():N}";
}
