using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Actors.Persistence;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Metrics;

/// <summary>Answered with a <see cref="Scoreboard"/>.</summary>
public sealed record WhatIsTheScore;

/// <summary>Folds what everyone says into the scoreboard, and has it written into metrics.db. It answers while that is written.</summary>
internal sealed class MetricsActor : ReceiveActor
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private readonly Memory _memory;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public MetricsActor(Memory memory)
    {
        _memory = memory;
        Receive<SweepStands>(stands => _memory.Score = _memory.Score.With(stands.Spec));
        Receive<SweepRefused>(refused => _memory.Score = _memory.Score.With(refused));
        Receive<RunStands>(OnRun);
        Receive<ImagesProgress>(progress => _memory.Score = _memory.Score.With(progress));
        Receive<RunStranded>(run => _memory.Score = _memory.Score.With(run));
        Receive<RunProgress>(progress => _memory.Score = _memory.Score.With(progress));
        Receive<WhatIsTheScore>(_ => Sender.Tell(_memory.Score));
        Receive<Projected>(OnProjected);
    }

    public static Props Props(string file) => Props(() => MetricsDatabase.Open(file));

    /// <param name="open">Opens metrics.db.</param>
    internal static Props Props(Func<MetricsDatabase> open)
    {
        var memory = new Memory(new MetricsWriter(open)); // made once: an actor that restarts has it still
        return Akka.Actor.Props.Create(() => new MetricsActor(memory));
    }

    /// <summary>A restart forgets nothing: completed runs do not speak again.</summary>
    protected override void PreRestart(Exception reason, object message) =>
        _log.Error(reason, "A message could not be handled, and was dropped: {Message}", message);

    /// <summary>Writes what is left. What takes too long is written at the next start: each run is told whole.</summary>
    protected override void PostStop()
    {
        using var farewell = new CancellationTokenSource(LongestFarewell);
        if (!_memory.Writing.Wait(LongestFarewell)) return;
        if (_memory.Writing.Result is { } last) Remember(last); // its message may not have been taken out of the mailbox
        if (_memory.Unwritten.Count > 0) Report(_memory.Writer.Write([.. _memory.Unwritten.Values], farewell.Token));
        _memory.Writer.Dispose();
    }

    private void OnRun(RunStands stands)
    {
        _memory.Score = _memory.Score.With(stands.State, stands.Waiting, stands.Refusal);
        if (stands.State.Spec is not { } spec) return;
        _memory.Runs[spec.Id] = _memory.Unwritten[spec.Id] = stands;
        Project();
    }

    private void Project()
    {
        if (_memory.Busy || _memory.Unwritten.Count == 0) return;
        RunStands[] batch = [.. _memory.Unwritten.Values];
        _memory.Unwritten.Clear();
        _memory.Busy = true;
        var writer = _memory.Writer;
        _memory.Writing = Task.Run<Projected?>(() => writer.Write(batch, CancellationToken.None));
        _memory.Writing.PipeTo(Self);
    }

    private void OnProjected(Projected done)
    {
        _memory.Busy = false;
        Report(done);
        Remember(done);
        if (done.Failure is null) Project(); // otherwise with the next run that speaks
    }

    private void Remember(Projected done)
    {
        IEnumerable<RunStands> again = done.Opened ? _memory.Runs.Values : done.Left;
        foreach (var run in again) _memory.Unwritten.TryAdd(run.State.Spec!.Id, run);
    }

    private void Report(Projected done)
    {
        if (done.SetAside is { } there)
            _log.Warning("metrics.db was damaged. It is {File} now, and a new one is made from the journal", there);
        if (done.Failure is { } why)
            _log.Warning("metrics.db could not be written ({Reason}); it is brought up to date later", why);
    }

    /// <summary>What outlives the actor's restarts.</summary>
    internal sealed class Memory(MetricsWriter writer)
    {
        public MetricsWriter Writer { get; } = writer;

        public Scoreboard Score { get; set; } = Scoreboard.Empty;

        /// <summary>The newest of each run.</summary>
        public Dictionary<RunId, RunStands> Runs { get; } = [];

        public Dictionary<RunId, RunStands> Unwritten { get; } = [];

        public bool Busy { get; set; }

        public Task<Projected?> Writing { get; set; } = Task.FromResult<Projected?>(null);
    }
}
