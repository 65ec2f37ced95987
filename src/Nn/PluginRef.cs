using System.Text.Json.Serialization;

namespace ActorGaze.Nn;

/// <summary>An assembly that brings parts.</summary>
/// <param name="File">Its path, or empty where only the bytes count.</param>
/// <param name="Sha256">Of its bytes, in lower-case hex. The assemblies that it uses itself are not in it.</param>
public sealed record PluginRef(string File, string Sha256)
{
    /// <summary>Its file's name.</summary>
    [JsonIgnore]
    public string Name => Path.GetFileName(File);

    /// <summary>Says that a file holds other bytes than it did, and what can be done.</summary>
    public static string OtherBytes(string name, string before, string now) =>
        $"{name} holds other bytes than before (SHA-256 {Short(before)} before, {Short(now)} now). Put the old file back, or accept the "
        + "new one for a run with 'actorgaze resume RUN --accept-plugin' where it is paused and 'actorgaze retry RUN --accept-plugin' "
        + "where it has failed.";

    /// <summary>Enough of a hash to tell it from another.</summary>
    public static string Short(string sha256) => sha256.Length > 12 ? sha256[..12] : sha256;
}
