using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Cli;

/// <summary>Finds what a user named in a journal, or says what there is.</summary>
internal static class Journals
{
    private const int Named = 12;

    /// <exception cref="InvalidInputException">There is no such sweep.</exception>
    public static SweepSpec Sweep(this JournalReader journal, string name, string stateFolder)
    {
        var sweeps = journal.Sweeps();
        return sweeps.Find(s => s.Name == name)
            ?? throw new InvalidInputException(
                $"{stateFolder}: there is no sweep '{name}' here; allowed: {Listed(sweeps.Select(s => s.Name))}.");
    }

    /// <exception cref="InvalidInputException">There is no such run.</exception>
    public static RunState RequiredRun(this JournalReader journal, string name, string stateFolder) =>
        journal.Run(RunId.Known(name)) is { Spec: not null } run
            ? run
            : throw new InvalidInputException($"{stateFolder}: there is no run '{name}' here; allowed: "
                + $"{Listed(journal.Sweeps().SelectMany(s => s.Runs).Select(r => r.Id.Value))}.");

    private static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length == 0
            ? "nothing, it is empty"
            : string.Join(", ", all.Take(Named)) + (all.Length > Named ? $" and {all.Length - Named} more (actorgaze ps lists them)" : "");
    }
}
