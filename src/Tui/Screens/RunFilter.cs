using System.Globalization;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>
/// What was typed after <c>/</c>: terms between spaces, all of which must hold. <c>phase:failed</c>, <c>λ&gt;0</c> (or <c>w&gt;0</c>),
/// <c>kappa&lt;=0.5</c>, or any part of a name or reason.
/// </summary>
internal sealed class RunFilter
{
    private static readonly string[] Comparisons = [">=", "<=", ">", "<", "="];

    private readonly List<Func<RunLine, bool>> _terms;

    private RunFilter(IEnumerable<Func<RunLine, bool>> terms) => _terms = [.. terms];

    public static RunFilter Of(string text) => new(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Term));

    public bool Holds(RunLine run) => _terms.TrueForAll(term => term(run));

    private static Func<RunLine, bool> Term(string term) => Named(term) ?? Compared(term) ?? (run => Mentions(run, term));

    private static Func<RunLine, bool>? Named(string term)
    {
        if (term.IndexOf(':') is not (> 0 and var colon) || colon == term.Length - 1) return null;
        var wanted = term[(colon + 1)..];
        return term[..colon].ToLowerInvariant() switch
        {
            "phase" => run => run.PhaseText.StartsWith(wanted, StringComparison.OrdinalIgnoreCase),
            "network" => run => Has(run.Network, wanted),
            "data" => run => Has(run.Data, wanted),
            "sweep" => run => Has(run.Sweep, wanted),
            "device" => run => Has(run.Device, wanted),
            _ => null,
        };
    }

    /// <summary>A figure that is not known compares with nothing.</summary>
    private static Func<RunLine, bool>? Compared(string term)
    {
        foreach (var sign in Comparisons)
        {
            if (term.IndexOf(sign, StringComparison.Ordinal) is not (> 0 and var at)) continue;
            if (Figure(term[..at].ToLowerInvariant()) is not { } figure) return null;
            if (!double.TryParse(term[(at + sign.Length)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var limit)) return null;
            return run => figure(run) is { } value && sign switch
            {
                ">=" => value >= limit,
                "<=" => value <= limit,
                ">" => value > limit,
                "<" => value < limit,
                _ => value.Equals(limit),
            };
        }

        return null;
    }

    private static Func<RunLine, double?>? Figure(string name) => name switch
    {
        "λ" or "w" or "lambda" => run => run.Lambda,
        "trial" => run => run.Trial,
        "epoch" => run => run.Epoch ?? run.EpochsDone,
        "loss" => run => run.Loss,
        "acc" or "accuracy" => run => run.Accuracy,
        "kappa" => run => run.Kappa,
        "dev" or "gazedev" => run => run.GazeDeviation,
        "attempts" => run => run.Attempts,
        "restarts" => run => Math.Max(0, run.Attempts - 1),
        _ => null,
    };

    private static bool Mentions(RunLine run, string text) =>
        Has(run.Id.Value, text) || Has(run.PhaseText, text) || Has(run.Data, text) || Has(run.Variant, text) || Has(run.Doing, text)
            || Has(run.Reason, text) || Has(run.Waiting?.Words(), text);

    private static bool Has(string? text, string part) => text is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
