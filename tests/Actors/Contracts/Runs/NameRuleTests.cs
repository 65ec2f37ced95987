using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Storage;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

public sealed class NameRuleTests
{
    public static TheoryData<string?, string> NotAllowed { get; } = new()
    {
        { null, "found nothing;" }, { "", "found nothing;" }, { ".", "found '.';" }, { "..", "found '..';" }, { ".hidden", "found '.hidden';" },
        { "-rf", "found '-rf';" }, { "--help", "found '--help';" }, { "=1+1", "found '=1+1';" }, { "+x", "found '+x';" }, { "@SUM(A1)", "found '@SUM(A1)';" },
        { "a/b", "found 'a/b';" }, { "../r", "found '../r';" }, { "a b", "found 'a b';" }, { "é", "found '\\u00e9';" }, { "a\u202Eb", "found 'a\\u202eb';" },
        { "a\u001b[31m", "found 'a\\u001b[31m';" }, { "a\nb", "found 'a\\u000ab';" },
    };

    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("_x")]
    [InlineData("both-weights-l1-w-0.5-lr=1e-4+ema-t1")]
    [InlineData("a..b.")]
    public void These_names_are_allowed(string name) => Assert.Null(NameRule.Objection(name, NameRule.LongestSweep));

    [Theory]
    [MemberData(nameof(NotAllowed))]
    public void These_are_not_and_the_answer_says_what_was_found_and_what_is_allowed(string? name, string found)
    {
        var objection = NameRule.Objection(name, NameRule.LongestSweep);

        Assert.StartsWith(found, objection, StringComparison.Ordinal);
        Assert.EndsWith("; allowed: 1 to 80 of the ASCII letters and digits and '-', '_', '+', '=' and '.', beginning with a letter, a digit or '_'.", objection, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_has_a_longest_length()
    {
        Assert.Null(NameRule.Objection(new string('a', 80), NameRule.LongestSweep));
        Assert.StartsWith($"found '{new string('a', 60)}…' (81 characters);", NameRule.Objection(new string('a', 81), NameRule.LongestSweep), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NotAllowed))]
    public void A_new_run_is_not_called_so_but_one_that_a_journal_has_is_read(string? name, string found)
    {
        Assert.StartsWith($"A run's name: {found}", Assert.Throws<ArgumentException>(() => new RunId(name!)).Message, StringComparison.Ordinal);

        if (name is not null) Assert.Equal(name, JsonSerializer.Deserialize<RunId>(JsonSerializer.Serialize(RunId.Known(name), Json.Options), Json.Options)!.Value);
    }

    [Fact]
    public void A_run_without_a_name_is_not_read() =>
        Assert.Equal("A run's name is null.", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RunId>("null", Json.Options)).Message);

    [Theory]
    [InlineData("..", "The sweep's name: found '..';")]
    [InlineData("--help", "The sweep's name: found '--help';")]
    [InlineData("fine", null)]
    public void A_sweep_is_asked_by_the_same_rule(string name, string? objection)
    {
        var sweep = SweepSpec.Of(name, [Samples.Spec]);

        if (objection is null) Assert.Null(sweep.NameObjection());
        else Assert.StartsWith(objection, sweep.NameObjection(), StringComparison.Ordinal);
    }

    [Fact]
    public void So_are_its_runs_and_their_variants()
    {
        Assert.StartsWith("A run's name: found '-rf';", SweepSpec.Of("s", [Samples.Spec with { Id = RunId.Known("-rf") }]).NameObjection(), StringComparison.Ordinal);
        Assert.StartsWith("r1: variant: found '=2+3';", SweepSpec.Of("s", [Samples.Spec with { Variant = "=2+3" }]).NameObjection(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fine-l1_w+5=a.b", "fine-l1_w+5=a.b")]
    [InlineData("-rf", "-rf")]
    [InlineData("..", "%2E.")]
    [InlineData(".", "%2E")]
    [InlineData(".hidden", "%2Ehidden")]
    [InlineData("../../etc", "%2E.%2F..%2Fetc")]
    [InlineData("a\0b", "a%00b")]
    [InlineData("%2E", "%252E")]
    [InlineData("", "%")]
    public void A_path_made_from_a_name_stays_where_it_belongs(string name, string step)
    {
        Assert.Equal(step, NameRule.PathStep(name));
        Assert.Equal(Path.Combine("/state", "reports", step), Path.GetFullPath(ReportFolder.PathOf("/state", name)));
        Assert.Equal(Path.Combine("/state", "checkpoints", step), Path.GetFullPath(new StateFolder("/state").CheckpointsOf(RunId.Known(name))));
    }
}
