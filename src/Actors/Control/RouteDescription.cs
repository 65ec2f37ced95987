using ActorGaze.Actors.Control.Dto;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ActorGaze.Actors.Control;

/// <summary>What docs/openapi.json says of a route, written beside the route. It changes nothing of what the route does.</summary>
internal static class RouteDescription
{
    public const string Json = "application/json";
    public const string ProblemJson = "application/problem+json";
    public const string Events = "text/event-stream";

    /// <summary>What the route does, and what it answers where it was done.</summary>
    /// <param name="means">What that answer means; null: the words of HTTP.</param>
    public static RouteHandlerBuilder Tells<T>(
        this RouteHandlerBuilder route, string summary, string? means = null, string format = Json) =>
        route.WithSummary(summary).Answers(StatusCodes.Status200OK, typeof(T), format, means);

    /// <summary>A record that is handed in as JSON. Whatever media type a request names is taken.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route) => route.WithMetadata(new AcceptsMetadata([], typeof(T)));

    /// <summary>A status with a <see cref="ProblemDto"/>.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, int status, string why) =>
        route.Answers(status, typeof(ProblemDto), ProblemJson, why);

    public static RouteHandlerBuilder MayBeBusy(this RouteHandlerBuilder route) => route.Refuses(
        StatusCodes.Status503ServiceUnavailable,
        "Busy: the engine has no time to answer within a minute, or the run is being read from its journal or saved. The same again in a "
        + "moment may be done.");

    public static RouteHandlerBuilder MayBePrevented(this RouteHandlerBuilder route) => route.Refuses(
        StatusCodes.Status507InsufficientStorage,
        "Something outside prevented it: the journal or a checkpoint cannot be written, or the disk is too small.");

    public static RouteHandlerBuilder NeedsRun(this RouteHandlerBuilder route) =>
        route.Refuses(StatusCodes.Status404NotFound, "There is no such run.");

    /// <summary>Every way in which a command to one run ends.</summary>
    public static RouteHandlerBuilder Steers(this RouteHandlerBuilder route, string summary) => route
        .Tells<AcceptedDto>(summary, "Done, or so already; its event is on disk.")
        .NeedsRun()
        .Refuses(StatusCodes.Status409Conflict, "Refused, and why.")
        .Refuses(StatusCodes.Status422UnprocessableEntity, "There is no such run.")
        .MayBeBusy().MayBePrevented();

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, int status, Type type, string format, string? means) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(status, type, [format]) { Description = means });
}
