using System.Globalization;
using ActorGaze.Nn;

namespace ActorGaze.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Data">A data set's folder; null: phantoms.</param>
/// <param name="Seconds">How long <c>pytorch</c> measures each level.</param>
/// <param name="Epochs">Of each run of <c>sweep</c>, <c>scale</c> and <c>exports</c>.</param>
/// <param name="Runs">Of <c>scale</c> and <c>exports</c>.</param>
/// <param name="Keep">Where <c>scale</c> and <c>exports</c> write their state folders and leave them; null: they are deleted at the end.</param>
/// <param name="Device">Where <c>steps</c> and <c>pytorch</c> train.</param>
internal sealed record Choice(IReadOnlyList<string> Benchmarks, IReadOnlyList<int> Levels, string? Data, string Device = "cpu", double Seconds = 60, int Epochs = 3, int Runs = 10_000, string? Keep = null)
{
    private static readonly string[] All = ["steps", "pytorch", "sweep", "cache", "parallel", "checkpoint", "engine", "watch", "scale", "exports", "workers", "cluster"];

    /// <exception cref="InvalidInputException">Anything else than a benchmark and its two options.</exception>
    public static Choice Of(string[] args)
    {
        if (args is not [var name, .. var options] || !(name == "all" || All.Contains(name)))
            throw new InvalidInputException($"'{args.FirstOrDefault()}' is no benchmark; allowed: {string.Join(", ", All)}, all. Then [--levels 1,2] [--data DIR] [--device cpu] [--seconds 60] [--epochs 3] [--runs 10000] [--keep DIR].");

        var choice = new Choice(name == "all" ? All : [name], [1, 2, 3, 4, 5], null);
        return options.Chunk(2).Aggregate(choice, (so, option) => option switch
        {
            ["--levels", var levels] => so with { Levels = [.. levels.Split(',').Select(Level)] },
            ["--data", var folder] => so with { Data = folder },
            ["--device", var device] => so with { Device = device },
            ["--epochs", var epochs] => so with { Epochs = int.Parse(epochs, CultureInfo.InvariantCulture) },
            ["--keep", var folder] => so with { Keep = folder },
            ["--runs", var runs] => so with { Runs = int.Parse(runs, CultureInfo.InvariantCulture) },
            ["--seconds", var seconds] => so with { Seconds = double.Parse(seconds, CultureInfo.InvariantCulture) },
            _ => throw new InvalidInputException($"'{string.Join(' ', option)}' is no option; allowed: --levels 1,2, --data DIR, --device cpu, --seconds 60, --epochs 3, --runs 10000 and --keep DIR."),
        });
    }

    private static int Level(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= 1 and <= 5
            ? level
            : throw new InvalidInputException($"--levels: '{text}' is no level; allowed: 1 to 5, with commas between them.");
}
