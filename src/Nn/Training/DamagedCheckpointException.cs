namespace ActorGaze.Nn.Training;

/// <summary>A checkpoint that is not there, not whole, or not the one that was asked for. The one before it may be sound.</summary>
public sealed class DamagedCheckpointException(string path, string reason, Exception? cause = null)
    : Exception($"Checkpoint {path} cannot be used: {reason}.", cause)
{
    public string Path { get; } = path;

    /// <summary>A clause without a full stop.</summary>
    public string Reason { get; } = reason;
}
