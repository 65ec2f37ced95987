using System.Runtime.CompilerServices;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Tests.Actors.Settings;

/// <summary>The table of keys, and the file that is made from it.</summary>
public sealed class ReferenceTests
{
    private static string File => Path.Combine(Root(), "hocon", "actorgaze.conf");

    [Fact]
    public void The_shipped_file_is_what_the_table_of_keys_says()
    {
        var made = Reference.Text();
        if (Environment.GetEnvironmentVariable("ACTORGAZE_WRITE_REFERENCE") == "1") System.IO.File.WriteAllText(File, made);

        Assert.True(made == System.IO.File.ReadAllText(File), "hocon/actorgaze.conf is not what the keys say. ACTORGAZE_WRITE_REFERENCE=1 writes it anew.");
        Assert.All(made.Split('\n'), line => Assert.InRange(line.Length, 0, 140));
    }

    [Fact]
    public void The_shipped_file_says_every_key_once_with_the_default_that_the_records_have()
    {
        var written = Layer.Parse(System.IO.File.ReadAllText(File), "actorgaze.conf", _ => null).ToDictionary(setting => setting.Key["actorgaze.".Length..]);

        Assert.Equal(Keys.Paths.Order(StringComparer.Ordinal), written.Keys.Order(StringComparer.Ordinal));
        Assert.All(Keys.All, key => Assert.Equal((string.Join('|', key.Default.Values), key.Default.IsList), (string.Join('|', written[key.Path].Values), written[key.Path].IsList)));
    }

    [Fact]
    public void Its_first_lines_name_where_a_run_s_own_keys_and_its_parts_parameters_stand()
    {
        var head = Reference.Text().Split("\nactorgaze {")[0].Replace("\n#", "", StringComparison.Ordinal);
        var sections = RunKeys.All.Select(key => key.Path.StartsWith("sweep.", StringComparison.Ordinal) || key.Path.StartsWith("engine.", StringComparison.Ordinal) ? key.Path : Keys.Top(key.Path))
            .Concat(PartKinds.All.Select(kind => kind.Section().TrimEnd('.'))).Distinct();

        Assert.All(sections, section => Assert.Contains($" {section}", head, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_default_is_read_as_what_it_was_written_from()
    {
        Assert.All(RunKeys.All, key => Assert.Equal(Written(key.Default), Written(key.Get(key.Put(key.Start, key.Default)))));
        Assert.All(SweepKeys.All, key => Assert.Equal(Written(key.Default), Written(key.Get(key.Put(key.Start, key.Default)))));
        Assert.All(EngineKeys.All, key => Assert.Equal(Written(key.Default), Written(key.Get(key.Put(key.Start, key.Default)))));
    }

    [Fact]
    public void Every_default_is_allowed_and_every_key_says_why_it_is_there_in_sentences()
    {
        Assert.All(RunKeys.All, key => Assert.True(key.IsAllowed(key.Start), key.Path));
        Assert.All(SweepKeys.All, key => Assert.True(key.IsAllowed(key.Start), key.Path));
        Assert.All(EngineKeys.All, key => Assert.True(key.IsAllowed(key.Start), key.Path));
        Assert.All(Keys.All, key => Assert.Matches(@"^.{10,}[.?]$", key.Reason));
        Assert.Equal(Keys.Paths.Length, Keys.Paths.Distinct().Count());
    }

    [Fact]
    public void A_value_that_is_put_is_got()
    {
        var run = RunKeys.All.Single(key => key.Path == "training.plateau.factor");

        var spec = run.Put(new RunSpec(new RunId("r")), new Setting(run.Path, "--set", ["0.25"], false));

        Assert.Equal((0.25, "0.25"), (spec.Training.Plateau.Factor, Written(run.Get(spec))));
    }

    [Theory]
    [InlineData(1e-8, "1e-8")]
    [InlineData(0.00025, "2.5e-4")]
    [InlineData(0.999, "0.999")]
    [InlineData(-1e9, "-1000000000")]
    [InlineData(0, "0")]
    public void A_number_is_written_as_a_person_writes_it(double value, string expected)
    {
        var real = new Real(new Interval(-1e9, 1e9));

        Assert.Equal(expected, real.Format(value));
        Assert.True(real.TryParse(expected, out var read) && read == value);
    }

    private static string Written(Setting setting) => Reference.Written(setting);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
