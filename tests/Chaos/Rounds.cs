using System.Globalization;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn.Randomness;

namespace ActorGaze.Tests.Chaos;

/// <summary>One trial, run once undisturbed, and once by children of which all but the last are killed.</summary>
internal sealed class Rounds(string folder, Trial trial, int kills, bool processes, Journals journals, Action<string> say)
{
    private const int RoundsWithoutProgress = 40;
    private readonly RandomStream _lots = RandomStream.Named("chaos", trial.Seed, trial.Level, kills + (processes ? 1000 : 0));
    private readonly Dictionary<string, int> _reached = [];
    private readonly SortedDictionary<string, int> _kills = new(StringComparer.Ordinal);
    private readonly List<int> _repeated = [];
    private readonly JournalAddress? _journal = journals.Next();
    private int _stepsTaken;

    /// <exception cref="ChaosException">No end was in sight, or a child ended as nobody asked it to.</exception>
    public async Task<TrialReport> RunAsync(TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        var (undisturbed, disturbed) = (Path.Combine(folder, "undisturbed"), Path.Combine(folder, "disturbed"));
        await ChildProcess.RunAsync(ChildOrder.Undisturbed(undisturbed, trial));
        var undisturbedSeconds = clock.GetElapsedTime(started).TotalSeconds;

        var damage = new Damage(disturbed, _lots);
        var finished = await KillAsync(disturbed, damage);
        if (!finished) Note(await ChildProcess.RunAsync(new ChildOrder(disturbed, trial, Share: 0.5, IntervalMs: 50) { Processes = processes, Journal = _journal }));

        return new TrialReport(
            trial.Level, trial.Seed, Comparison.FirstDifference(undisturbed, disturbed, damage.Checkpoints, processes), _kills, damage.Done, trial.StepsPerRun * trial.GazeWeights.Length,
            _stepsTaken, _repeated, undisturbedSeconds, clock.GetElapsedTime(started).TotalSeconds);
    }

    /// <returns>True where the sweep was over before all kills were.</returns>
    private async Task<bool> KillAsync(string state, Damage damage)
    {
        var (best, idle) = (0, 0);
        while (_kills.Values.Sum() < kills)
        {
            var left = kills - _kills.Values.Sum();
            var death = Death.Draw(_lots, Math.Max(1, (StepsLeft() / (double)(left + 1)) + (idle / 4)), processes);
            var order = new ChildOrder(state, trial, Share: 0.5, IntervalMs: 50, death.Inside, death.AfterEvent) { Processes = processes, Journal = _journal };
            File.Delete(order.DiedInside);
            var life = await ChildProcess.RunAsync(order, death.At);
            Note(life);
            var inWorker = processes && File.Exists(order.DiedInside);
            if (inWorker) _kills[death.Kind] = _kills.GetValueOrDefault(death.Kind) + 1;
            if (!life.Killed) return true;
            var kind = processes && death.Inside is not null ? "any-instant" : death.Kind;
            _kills[kind] = _kills.GetValueOrDefault(kind) + 1;

            var runs = Runs(state);
            var saved = runs.Sum(Saved);
            say(FormattableString.Invariant($"level {trial.Level} seed {trial.Seed}: kill {_kills.Values.Sum()} of {kills}, {death.Kind}; {saved} of {trial.StepsPerRun * trial.GazeWeights.Length} steps saved"));
            (best, idle) = saved > best ? (saved, 0) : (best, idle + 1);
            if (idle > RoundsWithoutProgress) throw new ChaosException($"Level {trial.Level}, seed {trial.Seed}: no progress in {idle} rounds.");
            damage.Strike(runs);
        }

        return false;
    }

    private static IReadOnlyList<RunState> Runs(string state) =>
        File.Exists(Path.Combine(state, "journal.db")) || File.Exists(Path.Combine(state, "journal.url")) ? [.. JournalReader.Open(state).RunsOf(Trial.Name)] : [];

    private int Saved(RunState run) => run.Latest is { At: var at } ? (at.EpochsDone * trial.StepsPerEpoch) + at.StepsIntoNext : 0;

    private int StepsLeft() => (trial.StepsPerRun * trial.GazeWeights.Length) - _reached.Values.Sum();

    /// <summary>Reads a child's lines: how far each run came, and from where it had to go on.</summary>
    private void Note(ChildLife life)
    {
        foreach (var words in life.Lines.Select(line => line.Split(' ')))
        {
            if (words is ["step", var run, ..])
            {
                _stepsTaken++;
                _reached[run] = Step(words);
            }
            else if (words is ["event", var id, nameof(RunEvent.Started), ..])
            {
                var name = id["run-".Length..];
                var repeated = _reached.GetValueOrDefault(name) - Step(words);
                if (_reached.ContainsKey(name)) _repeated.Add(repeated);
                _reached[name] = Step(words);
            }
        }
    }

    private int Step(string[] words) =>
        (int.Parse(words[^2], CultureInfo.InvariantCulture) * trial.StepsPerEpoch) + int.Parse(words[^1], CultureInfo.InvariantCulture);
}
