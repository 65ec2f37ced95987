using System.Collections.Immutable;
using ActorGaze.Actors.Census;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Metrics;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Actors.Hosting;

/// <summary>What an engine takes from its host.</summary>
public sealed record LabServices
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the log goes; null: nowhere.</summary>
    public ILoggerFactory? Logging { get; init; }

    /// <summary>Who watches events, steps and saves from the inside; null: nobody.</summary>
    public Witness? Witness { get; init; }

    /// <summary>Bytes that are free on the disk of a folder.</summary>
    public Func<string, long> FreeSpace { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;
}

/// <summary>An engine in this process: one per state folder.</summary>
public sealed class Lab : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ImagesTimeout = TimeSpan.FromSeconds(45); // with the answer's time it is less than a client waits
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(250);

    private readonly LabSettings _settings;
    private readonly StateFolder _folder;
    private readonly int _slots;
    private readonly LabServices _services;
    private readonly DateTimeOffset _since;
    private readonly EngineLock _lock;
    private readonly ActorSystem _system;
    private readonly IActorRef _lab;
    private readonly Gauges _gauges;
    private readonly CancellationTokenSource _leaving = new();
    private bool _left;

    private Lab(LabSettings settings, StateFolder folder, int slots, ImmutableArray<string> devices, LabServices services, EngineLock held, ActorSystem system, IActorRef lab)
    {
        (_settings, _folder, _slots, Devices, _services, _lock, _system, _lab) = (settings, folder, slots, devices, services, held, system, lab);
        _since = services.Clock.GetUtcNow();
        _gauges = new Gauges(lab);
    }

    public StateFolder Folder => _folder;

    /// <summary>What runs are dealt to: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public ImmutableArray<string> Devices { get; }

    public EngineFacts Facts => new(Environment.ProcessId, typeof(Lab).Assembly.GetName().Version!.ToString(3), _since, _folder.Root, _slots, Devices);

    /// <summary>Takes the state folder and starts the actors in it. Sweeps are woken by submitting them again.</summary>
    /// <exception cref="Nn.InvalidInputException">The state folder cannot be used, or a device is not there.</exception>
    /// <exception cref="InvalidOperationException">A persisted type has no manifest.</exception>
    public static Task<Lab> StartAsync(LabSettings settings, LabServices? services = null, CancellationToken cancel = default) =>
        Task.Run(() => Start(settings, services ?? new LabServices()), cancel);

    /// <summary>Takes a sweep, or one that asks for more than before; the same again changes nothing. Refused where the disk is too small for it, or a data set no longer holds the images that the sweep was begun with.</summary>
    /// <exception cref="Nn.InvalidInputException">A run's data folder is no data set.</exception>
    public async Task<Answer> SubmitAsync(SweepSpec sweep)
    {
        if (_settings.CheckDisk && await Task.Run(() => Shortage(sweep)).ConfigureAwait(false) is { } shortage) return new Answer.Refused(shortage);
        if (await ImagesObjectionAsync(sweep).ConfigureAwait(false) is { } otherImages) return new Answer.Refused(otherImages);
        return await AskAsync<Answer>(sweep).ConfigureAwait(false);
    }

    /// <summary>Brings back a sweep that the state folder knows, as it stands.</summary>
    public async Task<Answer> WakeAsync(string sweep) =>
        JournalReader.Open(_folder.Root).Sweeps().Find(known => known.Name == sweep) is { } spec
            ? await AskAsync<Answer>(spec).ConfigureAwait(false)
            : new Answer.Refused($"There is no sweep {sweep} in {_folder.Root}.");

    public Task<Scoreboard> ScoreboardAsync() => AskAsync<Scoreboard>(new WhatIsTheScore());

    /// <summary>Brings back every sweep that the state folder knows; names those that could not be, and why.</summary>
    public async Task<IReadOnlyList<string>> WakeAllAsync()
    {
        var refused = new List<string>();
        foreach (var sweep in JournalReader.Open(_folder.Root).Sweeps())
            if (await AskAsync<Answer>(sweep).ConfigureAwait(false) is Answer.Refused no) refused.Add($"{sweep.Name}: {no.Reason}");
        return refused;
    }

    /// <summary>Who lives in this engine now, and what they do.</summary>
    public async Task<CensusNode> CensusAsync() =>
        CensusWords.Over(await AskAsync<CensusNode>(new WhoIsThere()).ConfigureAwait(false), await ScoreboardAsync().ConfigureAwait(false));

    /// <summary>Until every run of the sweep has ended or stands still; telling how it goes a few times a second.</summary>
    public async Task<Scoreboard> WaitAsync(string sweep, IProgress<Scoreboard>? progress = null, CancellationToken cancel = default)
    {
        using var frames = new PeriodicTimer(FrameInterval, _services.Clock);
        while (true)
        {
            var score = await ScoreboardAsync().WaitAsync(cancel).ConfigureAwait(false);
            progress?.Report(score);
            if (score.IsAtRest(sweep)) return score;
            await frames.WaitForNextTickAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Saves the run and lets its crew go; answered when both are done.</summary>
    public Task<Answer> PauseAsync(RunId run, string why = "asked") => AskAsync<Answer>(new ForRun(run, new RunCommand.Pause(why)));

    /// <summary>Pauses every run that has not ended, all at once; answered when each has answered.</summary>
    public async Task<IReadOnlyList<RunAnswer>> PauseAllAsync(string why = "asked")
    {
        var board = await ScoreboardAsync().ConfigureAwait(false);
        return await Task.WhenAll(board.Sweeps.Values.SelectMany(sweep => sweep.Runs).Select(run => run.Id)
            .Where(id => !board.Runs.TryGetValue(id, out var score) || !score.State.Ended)
            .Select(async id => (await PauseAsync(id, why).ConfigureAwait(false)).Match(text => new RunAnswer(id, true, text), reason => new RunAnswer(id, false, reason)))).ConfigureAwait(false);
    }

    public Task<Answer> ResumeAsync(RunId run) => AskAsync<Answer>(new ForRun(run, new RunCommand.Resume()));

    public Task<Answer> CancelAsync(RunId run, string why = "asked") => AskAsync<Answer>(new ForRun(run, new RunCommand.Cancel(why)));

    public Task<Answer> RetryAsync(RunId run, bool fromStart = false) => AskAsync<Answer>(new ForRun(run, new RunCommand.Retry(fromStart)));

    /// <summary>Saves every run and leaves.</summary>
    public async ValueTask DisposeAsync() => await LeaveAsync().ConfigureAwait(false);

    /// <summary>Saves every run and leaves. False where that took longer than a shutdown may: what is not saved goes on from its last checkpoint.</summary>
    public async Task<bool> LeaveAsync()
    {
        if (_left) return true;
        _left = true;
        await _leaving.CancelAsync().ConfigureAwait(false);
        _gauges.Dispose();
        var saved = true;
        try
        {
            await _lab.Ask<Answer>(new Leave(), _settings.ShutdownTimeout).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            saved = false;
            _system.Log.Warning("Not everything was saved within {Timeout}; what was not goes on from its last checkpoint", _settings.ShutdownTimeout);
        }

        await _system.Terminate().WaitAsync(_settings.ShutdownTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _lock.Dispose();
        return saved;
    }

    private static Lab Start(LabSettings settings, LabServices services)
    {
        if (Manifests.Missing(Manifests.Bound) is [var missing, ..]) throw new InvalidOperationException($"{missing} is to be written and has no manifest.");

        var folder = new StateFolder(Path.GetFullPath(settings.StateFolder));
        var cuda = TorchSharp.torch.cuda.is_available() ? TorchSharp.torch.cuda.device_count() : 0;
        var (devices, slots) = Hosting.Devices.Of(settings, Environment.ProcessorCount, cuda);
        folder.Prepare();
        var held = EngineLock.Take(folder);
        try
        {
            folder.PrepareDatabases();
            var setup = BootstrapSetup.Create().WithConfig(Config(services.Logging is not null))
                .And(Databases.Options(folder.Journal, folder.Snapshots));
            if (services.Logging is { } logging) setup = setup.And(new LoggerFactorySetup(logging));
            var system = ActorSystem.Create("actorgaze", setup);
            var lab = system.ActorOf(LabActor.Props(settings, folder, services, slots, devices), "lab");
            return new Lab(settings, folder, slots, devices, services, held, system, lab);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static Config Config(bool logged) => ConfigurationFactory.ParseString(
        $$"""
        akka {
          loggers = [{{(logged ? "\"Akka.Hosting.Logging.LoggerFactoryLogger, Akka.Hosting\"" : "")}}]
          loglevel = {{(logged ? "INFO" : "OFF")}}
          stdout-loglevel = OFF
          log-dead-letters = off
          actor.telemetry.enabled = on
          actor.default-mailbox.mailbox-type = "ActorGaze.Actors.Census.CountingMailbox, ActorGaze.Actors"
          actor.mailbox.unbounded-deque-based.mailbox-type = "ActorGaze.Actors.Census.CountingDequeMailbox, ActorGaze.Actors"
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        actorgaze.trainer-dispatcher { type = PinnedDispatcher, throughput = 1 }
        """).WithFallback(Databases.Config).WithFallback(Akka.Persistence.Sql.SqlPersistence.DefaultConfiguration);

    /// <summary>Null also where looking at the images takes too long to wait for: each run looks at them again when it starts.</summary>
    private async Task<string?> ImagesObjectionAsync(SweepSpec sweep)
    {
        try
        {
            return await Task.Run(() => ImagesCheck.Objection(JournalReader.Open(_folder.Root).Sweep(sweep.Name), sweep, _folder.Cache, _leaving.Token))
                .WaitAsync(ImagesTimeout, _services.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return "The engine leaves.";
        }
    }

    /// <summary>What is asked for anew against what is free; a run that has checkpoints has taken its room already.</summary>
    private string? Shortage(SweepSpec sweep)
    {
        var fresh = sweep.Runs.Where(run => !Directory.Exists(_folder.CheckpointsOf(run.Id))).ToArray();
        return DiskNeed.Of(fresh, _slots, DiskNeed.ImagesOf).Shortage(_services.FreeSpace(_folder.Root), _folder.Root);
    }

    private Task<T> AskAsync<T>(object question) => _lab.Ask<T>(question, AnswerTimeout);
}
