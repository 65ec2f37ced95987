using System.Net;
using ActorGaze.Actors.Examination;

namespace ActorGaze.Tui.Client;

/// <summary>What an engine answers who asks for an image's gaze through training.</summary>
internal abstract record ImageCourse
{
    /// <summary>With these an engine says why there is nothing to show.</summary>
    public static readonly HttpStatusCode[] Refusals = [HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.Conflict];

    private ImageCourse() { }

    public sealed record Told(SampleCourse Course) : ImageCourse;

    /// <param name="Why">In the engine's words.</param>
    public sealed record NotTold(string Why) : ImageCourse;
}
