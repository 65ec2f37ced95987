namespace ActorGaze.Benchmarks;

/// <summary>A Markdown table under its title.</summary>
internal sealed record Table(string Title, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public override string ToString() => string.Join('\n', [$"### {Title}", "", Line(Heads), Line(Heads.Select(_ => "---")), .. Rows.Select(Line)]);

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
