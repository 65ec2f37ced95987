using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Engine.Sweeps;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorGaze.Actors.Engine;

/// <summary>An engine in this process: one per state folder.</summary>
public sealed class Lab : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(250);

    private readonly LabSettings _settings;
    private readonly HeldFolder _held;
    private readonly StateFolder _folder;
    private readonly LabServices _services;
    private readonly ILogger _log;
    private readonly DateTimeOffset _since;
    private readonly ActorSystem _system;
    private readonly IActorRef _lab;
    private readonly Gauges _gauges;
    private readonly Lazy<Task<bool>> _leaving;
    private readonly CancellationTokenSource _leavingNow = new();
    private readonly CancellationTokenSource _lostAndLeft = new();
    private readonly Submissions _submissions;
    private readonly Readiness _readiness;

    internal Lab(
        LabSettings settings, HeldFolder held, Task<SlotPlan> plan, LabServices services, ActorSystem system, IActorRef lab,
        Task<List<SweepSpec>> sweeps)
    {
        (_settings, _held, _folder, Plan, _services, _system, _lab) = (settings, held, held.Folder, plan, services, system, lab);
        (_readiness, _since) = (new Readiness(plan, services.Clock), services.Clock.GetUtcNow());
        _gauges = new Gauges(lab);
        _log = (services.Logging ?? NullLoggerFactory.Instance).CreateLogger("ActorGaze.Lab");
        _leaving = new Lazy<Task<bool>>(LeaveOnceAsync);
        foreach (var warning in held.Warnings) _log.LogWarning("{Warning}", warning);
        _ = (LeaveWhenLostAsync(), TellDamageAsync());
        _submissions = new Submissions(
            lab, _folder, sweeps, held.Guard, settings, services, plan, system.Log, AnswerTimeout, () => Loss, _lostAndLeft.Token,
            _leavingNow.Token);
    }

    public StateFolder Folder => _folder;

    /// <summary>What the user should know of the folder as it was found.</summary>
    public IReadOnlyList<string> Warnings => _held.Warnings;

    /// <summary>
    /// Completes with a sentence when the state folder or its journal is seen to be gone. The engine then leaves by itself.
    /// </summary>
    public Task<string> Lost => _held.Guard.Lost;

    /// <summary>What became of a lost folder and how to go on, once the engine has left; null where nothing was lost.</summary>
    public string? Loss { get; private set; }

    /// <summary>
    /// The devices and their slots. Where a worker is asked which there are, that takes as long as loading libtorch with CUDA; until then
    /// the engine answers, and starts no run. Fails where the settings name a device that there is not, or no worker comes up.
    /// </summary>
    internal Task<SlotPlan> Plan { get; }

    /// <summary>What runs are dealt to: <c>cpu</c>, <c>cuda:0</c>. None as long as they are not known.</summary>
    public ImmutableArray<string> Devices => Plan.IsCompletedSuccessfully ? Plan.Result.Devices : [];

    /// <summary>The machines that train for this engine.</summary>
    public ImmutableArray<NodeFacts> Nodes => _services.Nodes.Facts;

    /// <summary>The engine's living worker processes; null where runs train in this process.</summary>
    internal IReadOnlyList<int>? Workers => _services.Pool?.ProcessIds;

    public EngineFacts Facts =>
        new(Environment.ProcessId, typeof(Lab).Assembly.GetName().Version!.ToString(3), _since, _folder.Root,
            Plan.IsCompletedSuccessfully ? Plan.Result.Slots.Length : 0, Devices);

    /// <summary>
    /// Compiles what a start needs, for whoever has something else to do before <see cref="StartAsync"/>, such as reading settings: the
    /// start is sooner done. It changes nothing else.
    /// </summary>
    internal static Task PrepareAsync() => StartPreparation.RunAsync();

    /// <summary>Takes the state folder and starts the actors in it. Sweeps are woken by submitting them again.</summary>
    /// <exception cref="InvalidInputException">The state folder cannot be used, or a device is not there.</exception>
    /// <exception cref="PreventedException">No worker can tell which devices there are.</exception>
    /// <exception cref="InvalidOperationException">A persisted type has no manifest.</exception>
    public static Task<Lab> StartAsync(LabSettings settings, LabServices? services = null, CancellationToken cancel = default) =>
        LabStart.UntilPlannedAsync(BeginAsync(settings, services, cancel), cancel);

    /// <summary>For whoever calls <see cref="WarmUp"/> and waits for <see cref="Plan"/>.</summary>
    internal static Task<Lab> BeginAsync(LabSettings settings, LabServices? services = null, CancellationToken cancel = default) =>
        Task.Run(() => LabStart.Begin(settings, services ?? new LabServices()), cancel);

    /// <summary>
    /// Has a first worker wait; runs start when it is up. It is not started with the engine, from which it would take processor time,
    /// except where it is asked for CUDA devices.
    /// </summary>
    internal void WarmUp() => _lab.Tell(new LabActor.WarmsUp());

    /// <summary>
    /// Takes a sweep, or one that asks for more than before; the same again changes nothing. Refused where a name breaks
    /// <see cref="NameRule"/>, the disk is too small, or a data set no longer
    /// holds the images that the sweep was begun with.
    /// </summary>
    /// <exception cref="InvalidInputException">A run's data folder is no data set.</exception>
    public Task<Answer> SubmitAsync(SweepSpec sweep) => _submissions.SubmitAsync(sweep);

    /// <summary>Brings back a sweep that the state folder knows, as it stands.</summary>
    public Task<Answer> WakeAsync(string sweep) => _submissions.WakeAsync(sweep);

    public Task<Scoreboard> ScoreboardAsync() => AskAsync<Scoreboard>(new GetScoreboard());

    /// <summary>
    /// Brings back every sweep that the state folder knows; names those that could not be, and why. Commands wait for it.
    /// </summary>
    /// <param name="after">They are shown at once, and brought back when this has come.</param>
    public Task<IReadOnlyList<string>> WakeAllAsync(Task? after = null)
    {
        var waking = _submissions.WakeAllAsync(after ?? Task.CompletedTask);
        _readiness.Ready = waking;
        return waking;
    }

    /// <summary>Completes when the sweeps that the state folder knows have been brought back, where that was asked for.</summary>
    public Task Ready => _readiness.Ready;

    /// <summary>Who lives in this engine now, and what they do.</summary>
    public async Task<CensusNode> CensusAsync() =>
        CensusOfRuns.Over(await AskAsync<CensusNode>(new GetCensus()).ConfigureAwait(false), await ScoreboardAsync().ConfigureAwait(false));

    /// <summary>Until every run of the sweep has ended or stands still; telling how it goes a few times a second.</summary>
    /// <exception cref="InvalidInputException">There is no such sweep.</exception>
    public async Task<Scoreboard> WaitAsync(string sweep, IProgress<Scoreboard>? progress = null, CancellationToken cancel = default)
    {
        using var frames = new PeriodicTimer(FrameInterval, _services.Clock);
        while (true)
        {
            var score = await ScoreboardAsync().WaitAsync(cancel).ConfigureAwait(false);
            progress?.Report(score);
            if (score.IsAtRest(sweep)) return score;
            if (!score.Sweeps.ContainsKey(sweep) && !_submissions.JournalHas(sweep))
                throw new InvalidInputException(
                    $"{_folder.Root}: there is no sweep {sweep} to wait for; it was refused, or never handed in.");
            await frames.WaitForNextTickAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Saves the run and lets its crew go; answered when both are done.</summary>
    public Task<Answer> PauseAsync(RunId run, string why = "asked") => TellAsync(run, new RunCommand.Pause(why));

    /// <summary>Pauses every run that has not ended, all at once; answered when each has answered.</summary>
    public Task<IReadOnlyList<RunAnswer>> PauseAllAsync(string why = "asked") => ToAllAsync(AllRuns.Pauses, id => PauseAsync(id, why));

    /// <summary>Lets every paused run go on.</summary>
    public Task<IReadOnlyList<RunAnswer>> ResumeAllAsync(bool acceptPlugin = false) =>
        ToAllAsync(AllRuns.Resumes, id => ResumeAsync(id, acceptPlugin));

    /// <summary>Ends every run that has not ended.</summary>
    public Task<IReadOnlyList<RunAnswer>> CancelAllAsync(string why = "asked") => ToAllAsync(AllRuns.Cancels, id => CancelAsync(id, why));

    /// <summary>Tries every failed run again. A cancelled one was ended by someone, and is left.</summary>
    public Task<IReadOnlyList<RunAnswer>> RetryAllAsync(bool fromStart = false, bool acceptPlugin = false) =>
        ToAllAsync(AllRuns.Retries, id => RetryAsync(id, fromStart, acceptPlugin));

    /// <param name="acceptPlugin">Whether it goes on with its network's assembly as it is now, whatever it was before.</param>
    public Task<Answer> ResumeAsync(RunId run, bool acceptPlugin = false) => PluginChoice.TellAsync(
        ScoreboardAsync, run, acceptPlugin, sha256 => TellAsync(run, new RunCommand.Resume { AcceptedPlugin = sha256 }));

    public Task<Answer> CancelAsync(RunId run, string why = "asked") => TellAsync(run, new RunCommand.Cancel(why));

    public Task<Answer> RetryAsync(RunId run, bool fromStart = false, bool acceptPlugin = false) => PluginChoice.TellAsync(
        ScoreboardAsync, run, acceptPlugin, sha256 => TellAsync(run, new RunCommand.Retry(fromStart) { AcceptedPlugin = sha256 }));

    /// <summary>Saves every run and leaves.</summary>
    public async ValueTask DisposeAsync() => await LeaveAsync().ConfigureAwait(false);

    /// <summary>
    /// Saves every run and leaves. False where that took longer than a shutdown may: what is not saved goes on from its last checkpoint.
    /// </summary>
    public Task<bool> LeaveAsync() => _leaving.Value;

    private async Task<bool> LeaveOnceAsync()
    {
        await _leavingNow.CancelAsync().ConfigureAwait(false);
        _gauges.Dispose();
        var leaving = _lab.Ask<Answer>(new Leave(), Timeout.InfiniteTimeSpan);
        var saved = await RunningTime.InTimeAsync(leaving, _settings.ShutdownTimeout, _services.Clock).ConfigureAwait(false);
        if (!saved)
            _log.LogWarning("Not everything was saved within {Timeout}; what was not goes on from its last checkpoint",
                _settings.ShutdownTimeout);

        await RunningTime.InTimeAsync(_system.Terminate(), _settings.ShutdownTimeout, _services.Clock).ConfigureAwait(false);
        _services.Pool?.Dispose();
        if (_services.Cluster is { } cluster) await cluster.DisposeAsync().ConfigureAwait(false);
        Loss = await _held.CloseAsync(_log).ConfigureAwait(false);
        if (Loss is not null)
        {
            _log.LogError("{Loss}", Loss);
            await _lostAndLeft.CancelAsync().ConfigureAwait(false);
        }

        return saved;
    }

    private async Task TellDamageAsync()
    {
        if (await _held.CheckAsync().ConfigureAwait(false) is { } damage) _log.LogError("{Damage}", damage);
    }

    private async Task LeaveWhenLostAsync()
    {
        _log.LogError("{Loss} The engine saves what it can and leaves", await Lost.ConfigureAwait(false));
        await LeaveAsync().ConfigureAwait(false);
    }

    private Task<IReadOnlyList<RunAnswer>> ToAllAsync(Func<RunPhase, bool> takes, Func<RunId, Task<Answer>> command) =>
        new CommandsToAll(() => AskAsync<RunsStanding>(new GetPhases()), _readiness.WaitAsync, _services.Clock)
            .TellAsync(takes, command, _leavingNow.Token);

    private async Task<Answer> TellAsync(RunId run, RunCommand command)
    {
        await _readiness.WaitAsync().ConfigureAwait(false);
        return await AskAsync<Answer>(new ForRun(run, command)).ConfigureAwait(false);
    }

    /// <exception cref="StateFolderLostException">The engine has left because its folder was lost.</exception>
    private async Task<T> AskAsync<T>(object question)
    {
        try
        {
            return await _lab.Ask<T>(question, AnswerTimeout, _lostAndLeft.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Loss is { } loss)
        {
            throw new StateFolderLostException(loss);
        }
    }
}
