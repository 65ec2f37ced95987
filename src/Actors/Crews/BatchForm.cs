namespace ActorGaze.Actors.Crews;

/// <summary>Where a batch's pixels are made.</summary>
internal enum BatchForm
{
    /// <summary>On the CPU.</summary>
    Pixels,

    /// <summary>On the CPU, in page-locked memory, for a GPU that cannot hold the data set.</summary>
    Pinned,

    /// <summary>On the GPU, which holds the data set: the batch is plain numbers.</summary>
    Recipe,
}
