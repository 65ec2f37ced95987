namespace ActorGaze.Nn.Data.Folders;

/// <summary>A file with an image's name that is none, and why.</summary>
public sealed record UnreadableImage(string Path, string Reason);
