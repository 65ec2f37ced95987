using ActorGaze.Actors.Contracts.Images;

namespace ActorGaze.Actors.Storage;

/// <summary>Has the source of an assembly write its images into a folder of the cache, and gives the folder.</summary>
/// <param name="progress">Told how many of how many images are written.</param>
public delegate string ExportSource(OpenImages request, string cache, Action<int, int>? progress, CancellationToken cancel);
