using ActorGaze.Actors.Supervision;
using ActorGaze.Nn.Data;

namespace ActorGaze.Actors.Images;

/// <summary>Asks for a data set, decoded. Answered with <see cref="ImagesOpened"/> or <see cref="ImagesFailed"/>.</summary>
/// <param name="Data">A folder, or <c>phantoms-localised</c>, <c>phantoms-diffuse</c>.</param>
public sealed record OpenImages(string Data, PhantomSpec? Phantoms, OnBadImage OnBadImage);

/// <summary>The data set lies decoded in one file.</summary>
public sealed record ImagesOpened(OpenImages Request, string StoreFile, IReadOnlyList<string> Skipped);

public sealed record ImagesFailed(OpenImages Request, Fault Fault);
