using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Actors.Control;

/// <summary>What may be asked at the door. docs/openapi.json is made from the routes, and a test keeps it so.</summary>
internal static class ControlRoutes
{
    /// <summary>The largest request: a sweep of ten thousand runs has half as many bytes.</summary>
    public const long MostBytes = 32 * 1024 * 1024;

    public const string RunsName = "A run's name, as the scoreboard has it.";
    private const string NoFlag = "fromStart or acceptPlugin is neither true nor false.";
    private const string Accepts = "Go on with the assembly that brings the network as it is now, whatever it was before.";
    private const int MostLogLines = 2000;
    private const int UsualLogLines = 200;
    private const int MostNamed = 12;
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(60);

    public static void Map(WebApplication app, Lab lab, FramePulse pulse, Action leave, ILogger log)
    {
        app.Use((context, next) => GuardedRequests.AnswerAsync(context, next, log));
        app.UseRouting();
        MapTelling(app, lab, pulse);
        MapRuns(app, lab);
        CourseRoute.Map(app, lab);
        MapSteering(app, lab);
        app.MapPost("/v1/sweeps", (HttpRequest request, CancellationToken cancel) => SubmitAsync(request, lab, cancel))
            .Tells<AcceptedDto>("Hands in a sweep. The same again changes nothing; one that asks for more is taken.", "It is on disk.")
            .Takes<SweepDto>()
            .Refuses(409, "Refused, and why: it would alter what was asked for before, a run of it belongs to another sweep, the disk is "
                + "too small, or its data folder does not answer.")
            .Refuses(413, "Larger than 32 MiB.")
            .Refuses(422, "It is no sweep, has a field or word that is not known, or a name or value that is not allowed: which, what was "
                + "found, what is allowed.")
            .MayBeBusy().MayBePrevented();
        app.MapPost("/v1/down", () =>
        {
            leave();
            return Said(new AcceptedDto { Text = "Saving, and leaving." });
        }).Tells<AcceptedDto>("Asks the engine to save and leave; answered before it has.");
    }

    private static void MapTelling(WebApplication app, Lab lab, FramePulse pulse)
    {
        app.MapGet("/v1/engine", () => Said(EngineDto.Of(lab.Facts))).Tells<EngineDto>("Who answers.");
        app.MapGet("/v1/nodes", () => Said(lab.Nodes.Select(NodeDto.Of).ToArray()))
            .Tells<NodeDto[]>("The machines that train for this engine, by name.");
        app.MapGet(
            "/v1/openapi.json",
            () => Results.Stream(typeof(ControlRoutes).Assembly.GetManifestResourceStream("openapi.json")!, RouteDescription.Json))
            .Tells<JsonObject>("This description.");
        app.MapGet("/v1/scoreboard", (HttpContext context, CancellationToken gone) => SendAsync(context, pulse, gone))
            .Tells<FrameDto>("Everything a screen shows, now.").MayBeBusy();
        app.MapGet("/v1/frames", (HttpContext context, CancellationToken gone) => StreamAsync(context, pulse, gone))
            .Tells<FrameChangeDto>(
                "Frames as server-sent events named 'frame', at most five a second and at least one a second. Each one's data is a "
                + "FrameChange: the first is whole, each later one has the runs that changed since the one this connection was last sent. "
                + "A slow reader misses frames and gets the newest.",
                "A stream that ends with the engine, or with a reader that takes nothing for a minute.", RouteDescription.Events);
        app.MapGet("/v1/actors", async () => Said(CensusDto.Of(await lab.CensusAsync().ConfigureAwait(false))))
            .Tells<CensusDto>("The living actors, as a tree. The engine looks only when asked.").MayBeBusy();
        app.MapGet("/v1/log", (
            [Description("At most so many."), Range(1, MostLogLines), DefaultValue(UsualLogLines)] int? lines,
            [Description("Of this run alone.")] string? run,
            [Description("This bad or worse."), EnumDataType(typeof(LogSettings.Severity))] string? level) =>
            LogOf(lab, lines ?? UsualLogLines, run, level))
            .Tells<LogLineDto[]>("The log's newest lines, oldest first.").Refuses(400, "A value is out of its range.");
    }

    private static void MapRuns(WebApplication app, Lab lab)
    {
        app.MapGet("/v1/runs/{run}", ([Description(RunsName)] string run) => ForRunAsync(
            lab, run, async id => await StateOfAsync(lab, id).ConfigureAwait(false) is { } state ? Said(RunDto.Of(state)) : Unread(id)))
            .Tells<RunDto>("A run as its journal tells it, with its epochs, class mean gazes and checkpoints.").NeedsRun().MayBeBusy();
        app.MapGet("/v1/runs/{run}/events", ([Description(RunsName)] string run) => ForRunAsync(lab, run, id =>
            Task.FromResult(Said(JournalReader.Open(lab.Folder.Root).EventsOf(id).Select(EventDto.Of).ToArray()))))
            .Tells<EventDto[]>(
                "A run's journal, oldest first: each entry has its number, its event's name, and the event's own fields beside them.")
            .NeedsRun().MayBeBusy();
        app.MapPost("/v1/runs/{run}/pause", ([Description(RunsName)] string run) => SteerAsync(lab, run, id => lab.PauseAsync(id)))
            .Steers("Saves the run and lets its crew go; answered when both are done.");
        app.MapPost("/v1/runs/{run}/resume",
            ([Description(RunsName)] string run, [Description(Accepts), DefaultValue(false)] bool? acceptPlugin) =>
            SteerAsync(lab, run, id => lab.ResumeAsync(id, acceptPlugin ?? false)))
            .Steers("Lets a paused run go on.").Refuses(400, NoFlag);
        app.MapPost("/v1/runs/{run}/cancel", ([Description(RunsName)] string run) => SteerAsync(lab, run, id => lab.CancelAsync(id)))
            .Steers("Ends a run; what it has learned stays on disk.");
        app.MapPost("/v1/runs/{run}/retry", (
            [Description(RunsName)] string run,
            [Description("Forget what it has learned, and begin again."), DefaultValue(false)] bool? fromStart,
            [Description(Accepts), DefaultValue(false)] bool? acceptPlugin) =>
            SteerAsync(lab, run, id => lab.RetryAsync(id, fromStart ?? false, acceptPlugin ?? false)))
            .Steers("Tries a failed or cancelled run again, from its newest sound checkpoint.").Refuses(400, NoFlag);
    }

    private static void MapSteering(WebApplication app, Lab lab)
    {
        app.MapPost("/v1/pause-all", () => SteerAllAsync(lab.PauseAllAsync()))
            .Tells<RunAnswerDto[]>("Pauses every run that has not ended; answered when each has answered.").MayBeBusy().MayBePrevented();
        app.MapPost("/v1/resume-all", ([Description(Accepts), DefaultValue(false)] bool? acceptPlugin) =>
            SteerAllAsync(lab.ResumeAllAsync(acceptPlugin ?? false)))
            .Tells<RunAnswerDto[]>("Lets every paused run go on; answered when each has answered.").Refuses(400, NoFlag).MayBeBusy();
        app.MapPost("/v1/cancel-all", () => SteerAllAsync(lab.CancelAllAsync()))
            .Tells<RunAnswerDto[]>(
                "Ends every run that has not ended; what they have learned stays on disk. Answered when each has answered. Nothing is "
                + "asked here: whoever sends it means it.")
            .MayBeBusy();
        app.MapPost("/v1/retry-all", (
            [Description("Forget what they have learned, and begin again."), DefaultValue(false)] bool? fromStart,
            [Description(Accepts), DefaultValue(false)] bool? acceptPlugin) =>
            SteerAllAsync(lab.RetryAllAsync(fromStart ?? false, acceptPlugin ?? false)))
            .Tells<RunAnswerDto[]>("Tries every failed run again; cancelled ones are left. Answered when each has answered.")
            .Refuses(400, NoFlag).MayBeBusy();
    }

    private static async Task SendAsync(HttpContext context, FramePulse pulse, CancellationToken gone)
    {
        var page = await pulse.NowAsync().ConfigureAwait(false);
        context.Response.ContentType = $"{RouteDescription.Json}; charset=utf-8";
        await FrameJson.SendAsync(context.Response.BodyWriter, page.Whole(), gone).ConfigureAwait(false);
    }

    /// <summary>Each write waits until the watcher has taken what went before; then it is sent what is newest.</summary>
    private static async Task StreamAsync(HttpContext context, FramePulse pulse, CancellationToken gone)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        context.Response.ContentType = RouteDescription.Events;
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            long sent = 0;
            await foreach (var page in pulse.WatchAsync(end.Token).ConfigureAwait(false))
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
                patience.CancelAfter(MostPatience);
                await context.Response.Body.WriteAsync(page.EventSince(sent), patience.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(patience.Token).ConfigureAwait(false);
                sent = page.Number;
            }
        }
        catch (OperationCanceledException)
        {
            if (!stopping.IsCancellationRequested) context.Abort(); // gone, or a minute without taking a byte
        }
    }

    private static async Task<IResult> SubmitAsync(HttpRequest request, Lab lab, CancellationToken cancel)
    {
        var sweep = await SweepJson.ReadAsync(request.Body, cancel).ConfigureAwait(false);
        return Answered(await lab.SubmitAsync(sweep).ConfigureAwait(false));
    }

    private static IResult LogOf(Lab lab, int lines, string? run, string? level)
    {
        if (lines is < 1 or > MostLogLines) return Problem(400, $"lines: found {lines}; allowed: 1 to {MostLogLines}.");
        if (level is not null && !LogTail.Levels.Contains(level)) return Problem(
            400, $"level: found '{level}'; allowed: {string.Join(", ", LogTail.Levels)}.");
        return Said(LogTail.Read(lab.Folder.Logs, lines, run, level).Select(LogLineDto.Of).ToArray());
    }

    private static async Task<IResult> SteerAllAsync(Task<IReadOnlyList<RunAnswer>> answers) =>
        Said((await answers.ConfigureAwait(false)).Select(RunAnswerDto.Of).ToArray());

    private static Task<IResult> SteerAsync(Lab lab, string run, Func<RunId, Task<Answer>> steer) =>
        ForRunAsync(lab, run, async id => Answered(await steer(id).ConfigureAwait(false)));

    /// <summary>Answers for a run that there is; waits for the sweeps to be brought back where it is not known yet.</summary>
    public static async Task<IResult> ForRunAsync(Lab lab, string run, Func<RunId, Task<IResult>> act)
    {
        var board = await lab.ScoreboardAsync().ConfigureAwait(false);
        if (!lab.Ready.IsCompleted && !board.Runs.ContainsKey(RunId.Known(run)))
        {
            await lab.Ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            board = await lab.ScoreboardAsync().ConfigureAwait(false);
        }

        return board.Runs.ContainsKey(RunId.Known(run)) || board.Sweeps.Values.Any(sweep => sweep.Runs.Exists(spec => spec.Id.Value == run))
            ? await act(RunId.Known(run)).ConfigureAwait(false)
            : Problem(404, $"There is no run '{run}' here; allowed: {Some(board)}.");
    }

    /// <summary>
    /// A run as its journal tells it, or as it was asked for where it has none yet; null while its journal is being read.
    /// </summary>
    public static async Task<RunState?> StateOfAsync(Lab lab, RunId run) =>
        await Task.Run(() => JournalReader.Open(lab.Folder.Root).Run(run)).ConfigureAwait(false)
        ?? ((await lab.ScoreboardAsync().ConfigureAwait(false)).Runs.TryGetValue(run, out var score) ? RunState.New(score.Spec) : null);

    public static IResult Unread(RunId run) => Problem(503, $"The journal of {run} is being read; try again in a moment.");

    private static string Some(Scoreboard board)
    {
        var (named, all) = (
            board.Sweeps.Values.SelectMany(sweep => sweep.Runs).Take(MostNamed).Select(run => run.Id).ToList(),
            board.Sweeps.Values.Sum(sweep => sweep.Runs.Count));
        return all == 0
            ? "nothing, it is empty"
            : string.Join(", ", named) + (all > named.Count ? $" and {all - named.Count} more (actorgaze ps lists them)" : "");
    }

    private static IResult Answered(Answer answer) => answer switch
    {
        Answer.Accepted a => Said(new AcceptedDto { Text = a.Text }),
        Answer.Refused r => Problem(ControlStatus.Of(r.Kind), r.Reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Records of <see cref="Dto"/> alone: what the journal holds may change without a reader noticing.</summary>
    public static IResult Said<T>(T value) => Results.Json(value, DtoJson.Forgiving);

    public static IResult Problem(int status, string reason) =>
        Results.Json(
            new ProblemDto { Title = ReasonPhrases.GetReasonPhrase(status), Status = status, Detail = reason },
            DtoJson.Forgiving, RouteDescription.ProblemJson, status);
}
