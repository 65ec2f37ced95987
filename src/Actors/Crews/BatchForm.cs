namespace ActorGaze.Actors.Crews;

/// <summary>Where a batch's pixels are made.</summary>
internal enum BatchForm
{
    /// <summary>On the CPU.</summary>
    Pixels,

    /// <summary>
    /// On a GPU that cannot hold the data set, out of whole images in page-locked memory. The same pixels as <see cref="Recipe"/> gives.
    /// </summary>
    Bytes,

    /// <summary>On a GPU that holds the data set: the batch is plain numbers.</summary>
    Recipe,
}
