namespace ActorGaze.Nn.Data.Manifests;

/// <summary>What the columns of a manifest are called.</summary>
/// <param name="Path">Where an image lies, from the manifest's folder.</param>
/// <param name="Label">Its class.</param>
/// <param name="Split">train, val or test.</param>
/// <param name="Group">What it shares with others, such as a patient. There need be no such column.</param>
public sealed record ManifestColumns(string Path = "path", string Label = "label", string Split = "split", string Group = "group")
{
    /// <summary>As a manifest has them that was made for this program.</summary>
    public static ManifestColumns Usual { get; } = new();
}
