using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Actors.Control.Frames;

/// <summary>Everything a screen shows of every sweep and run at a moment; a run's epochs and gazes are asked for by run.</summary>
/// <param name="Number">Rises by one with each frame of one engine.</param>
/// <param name="Sweeps">By name.</param>
/// <param name="Runs">By sweep, and in each in its plan's order.</param>
public sealed record Frame(
    long Number, DateTimeOffset At, MachineFacts Machine, ImmutableArray<SweepLine> Sweeps, ImmutableArray<RunLine> Runs)
{
    public static Frame Empty { get; } = new(0, DateTimeOffset.MinValue, MachineFacts.Unknown, [], []);

    /// <summary>Runs whose journals have more than is shown: they are still being read.</summary>
    public int Behind { get; init; }
}

/// <summary>What travels from engine to watcher: what has changed since the frame before, or everything.</summary>
/// <param name="Whole">False where <see cref="Runs"/> holds only those that changed since the last frame this watcher was sent; sweeps are
/// always all there.</param>
public sealed record FrameChange(
    long Number, DateTimeOffset At, bool Whole, MachineFacts Machine, ImmutableArray<SweepLine> Sweeps, ImmutableArray<RunLine> Runs)
{
    /// <summary>Runs whose journals have more than is shown: they are still being read.</summary>
    public int Behind { get; init; }
}

/// <summary>The machine under the engine.</summary>
/// <param name="DiskFree">Bytes free where the state folder is; null where it cannot be read.</param>
/// <param name="DiskSecondsLeft">Until the disk is full at the rate of the last minutes; null where it is not filling.</param>
/// <param name="ProcessorUse">The engine's share of one core over the last second: 1.5 is one and a half cores.</param>
/// <param name="Memory">Bytes of the engine's resident memory.</param>
public sealed record MachineFacts(
    long? DiskFree, double? DiskSecondsLeft, double ProcessorUse, long Memory, ImmutableArray<DeviceFacts> Devices)
{
    /// <summary>The engine's worker processes; null where runs train in the engine's own.</summary>
    public WorkersFacts? Workers { get; init; }

    public static MachineFacts Unknown { get; } = new(null, null, 0, 0, []);
}

/// <summary>All of an engine's worker processes together.</summary>
/// <param name="Processes">The spare one counted.</param>
/// <param name="ProcessorUse">Their share of one core over the last second.</param>
/// <param name="Memory">Bytes of their resident memory.</param>
public sealed record WorkersFacts(int Processes, double ProcessorUse, long Memory);

/// <summary>A device that runs are dealt to.</summary>
/// <param name="Name"><c>cpu</c>, <c>cuda:0</c>.</param>
/// <param name="Use">Share in use, in [0, 1]; null where it cannot be read.</param>
/// <param name="MemoryUsed">Bytes; null where it cannot be read.</param>
/// <param name="MemoryTotal">Bytes; null where it cannot be read.</param>
public sealed record DeviceFacts(string Name, double? Use, long? MemoryUsed, long? MemoryTotal);

/// <summary>A sweep in a line.</summary>
/// <param name="Runs">How many it has.</param>
/// <param name="Standing">How many of them have been read from their journals, so are among the frame's runs.</param>
/// <param name="EpochsDone">Over all its runs.</param>
/// <param name="Epochs">Asked for over all its runs.</param>
/// <param name="ImagesPerSecond">Over all its running runs.</param>
/// <param name="SecondsLeft">An estimate from its running runs' speed; null while unknown.</param>
public sealed record SweepLine(
    string Name, Evaluation Evaluation, int Runs, int Standing, ImmutableSortedDictionary<RunPhase, int> Phases, int EpochsDone, int Epochs,
    double ImagesPerSecond,
    double? SecondsLeft, bool AtRest)
{
    /// <summary>Why this engine did not take it up, though the journal knows it; null where it did.</summary>
    public string? Refusal { get; init; }

    /// <summary>Runs in phases that this version does not know, by the engine's word; a newer engine has such.</summary>
    public ImmutableSortedDictionary<string, int> OtherPhases { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Every phase that a run of it is in, as it is shown.</summary>
    public IEnumerable<(RunPhase Phase, string Text, int Runs)> PhaseCounts() =>
        [.. Phases.Select(p => (p.Key, p.Key.Word(), p.Value)), .. OtherPhases.Select(p => (RunPhase.Unknown, p.Key, p.Value))];
}

/// <summary>A run in a line. Figures are of the last completed epoch, null before the first.</summary>
public sealed record RunLine(RunId Id, string Sweep, int Place, RunPhase Phase)
{
    /// <summary>The engine's word for a phase that this version does not know; null where it knows it.</summary>
    public string? OtherPhase { get; init; }

    /// <summary>The phase as it is shown.</summary>
    public string PhaseText => OtherPhase ?? Phase.Word();

    /// <summary>Its name.</summary>
    public string Network { get; init; } = "";

    /// <summary>What tables call the data set.</summary>
    public string Data { get; init; } = "";

    /// <summary>λ₀.</summary>
    public double Lambda { get; init; }

    public int Trial { get; init; }

    public string Variant { get; init; } = "";

    public int EpochsDone { get; init; }

    public int Epochs { get; init; }

    /// <summary>A word or two where a crew is at work: training, evaluating; null otherwise.</summary>
    public string? Doing { get; init; }

    /// <summary>The epoch in progress, from 1; null where no crew is at work.</summary>
    public int? Epoch { get; init; }

    /// <summary>Steps done in it.</summary>
    public int? Step { get; init; }

    public int? StepsPerEpoch { get; init; }

    public double? ImagesPerSecond { get; init; }

    /// <summary>Of training, at the present speed.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>The most bytes that its worker process has held at once; null where no crew is at work in one.</summary>
    public long? Memory { get; init; }

    /// <summary>Cross entropy: of the last steps where a crew is at work, of the last epoch otherwise.</summary>
    public double? Loss { get; init; }

    /// <summary>Cross entropy over the last epoch's training.</summary>
    public double? TrainingLoss { get; init; }

    /// <summary>Before λ, of the last steps; null where no gaze is taken.</summary>
    public double? GazeLoss { get; init; }

    /// <summary>The curriculum's λ now.</summary>
    public double? LambdaNow { get; init; }

    public double? Accuracy { get; init; }

    public double? Kappa { get; init; }

    public double? BestKappa { get; init; }

    public double? GazeDeviation { get; init; }

    /// <summary>Crews started so far.</summary>
    public int Attempts { get; init; }

    public int FaultsInARow { get; init; }

    public string? Device { get; init; }

    /// <summary>What it waits for in a phase that waits.</summary>
    public WaitingFor? Waiting { get; init; }

    /// <summary>What of its data set is left out, and what else is to be known of it; null where there is nothing to tell.</summary>
    public string? LeftOut { get; init; }

    /// <summary>In words, where it went on under facts that give other bits; null where it never did.</summary>
    public string? OtherBits { get; init; }

    /// <summary>Why it stands still, waits after a fault, or has ended; or why it did not take what its sweep asks for.</summary>
    public string? Reason { get; init; }

    /// <summary>It waits for something outside the engine: somebody should look.</summary>
    internal bool WaitsOutside => Waiting is { IsOutside: true };
}
