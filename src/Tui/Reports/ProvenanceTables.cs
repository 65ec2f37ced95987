using System.Collections.Immutable;
using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>Where a report's numbers come from.</summary>
internal static class ProvenanceTables
{
    private const int ShortHash = 8;

    public static ImmutableArray<ReportTable> Of(SweepReport report) =>
        [ImagesTable.Of(report), Runs(report), Times(report), Faults(report), Settings(report)];

    /// <summary>Every run and how it ended.</summary>
    public static ReportTable Runs(SweepReport report) => new(
        "runs", "Runs",
        "The last column is a hash over every setting that decides a run's bits; the table of images says what it was trained "
        + $"on.{OtherBits(report)}",
        3,
        ["Run", "Phase", "Reason", "Seed", new("Epochs", "Epochs", "Epochs planned"), "Device", "Bits depend on", "Spec"],
        [
            .. report.Runs.Select(run => (ImmutableArray<Cell>)
            [
                Cell.Of(run.Spec.Id.Value), Cell.Of(run.Phase.Word()), Text(run.Reason),
                Cell.Of(run.Spec.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new Cell($"{run.Epochs.Count}/{run.Spec.Epochs}", $"{run.Epochs.Count}", $"{run.Spec.Epochs}"),
                Text(run.Device), Text(run.Bits?.ToString()), new Cell(run.Spec.BitsHash()[..ShortHash], run.Spec.BitsHash()),
            ]),
        ])
    { Folded = true };

    /// <summary>What each run took, and what came between.</summary>
    public static ReportTable Times(SweepReport report) => new(
        "times", "Time, restarts and pauses",
        "Wall time is from a run's first event to its newest. Device time is how long its crews were at work, in all attempts; "
        + "of a crew that vanished, up to its last event.",
        1,
        ["Run", "Attempts", "Pauses", "Faults", Seconds("Wall time"), Seconds("Device time")],
        [
            .. report.Runs.Where(run => run.History.First is not null).Select(run => (ImmutableArray<Cell>)
            [
                Cell.Of(run.Spec.Id.Value), Cell.Of(run.History.Attempts), Cell.Of(run.History.Pauses), Cell.Of(run.History.Faults.Length),
                Seconds(run.History.Wall), Seconds(run.History.Training),
            ]),
        ])
    { Folded = true };

    /// <summary>Every fault, in its run's order.</summary>
    public static ReportTable Faults(SweepReport report) => new(
        "faults", "Faults", "What made a crew fall. A run goes on from its newest sound checkpoint.", 3, ["Run", "Kind", "Reason"],
        [
            .. from run in report.Runs
               from fault in run.History.Faults
               let kind = JsonNamingPolicy.KebabCaseLower.ConvertName(fault.Class.ToString())
               select (ImmutableArray<Cell>)[Cell.Of(run.Spec.Id.Value), Cell.Of(kind), Cell.Of(fault.Reason)],
        ])
    { Folded = true };

    /// <summary>Every key that decides a run's bits, those of parts too, with the value or the values that the sweep's runs have.</summary>
    public static ReportTable Settings(SweepReport report)
    {
        var phantoms = report.Runs.Any(run => PhantomNames.KindOf(run.Spec.Data) is not null);
        var manifests = report.Runs.Any(run => Manifest.IsNamed(run.Spec.Data));
        return new ReportTable(
            "settings", "Settings", "As the runs had them, defaults included. Several values stand where the runs differ.", 3,
            ["Key", "Value", "Unit"],
            [
                .. from key in RunKeys.All
                   where phantoms || !key.Path.StartsWith("phantoms.", StringComparison.Ordinal)
                   where manifests || !key.Path.StartsWith("data.columns.", StringComparison.Ordinal)
                   let values = report.Runs.Select(run => string.Join(", ", key.Get(run.Spec).Values)).Distinct()
                   select (ImmutableArray<Cell>)[Cell.Of(key.Path), Cell.Of(string.Join("; ", values)), Cell.Of(key.Unit)],
                .. from setting in report.Runs.SelectMany(run => PartSettings.Of(run.Spec, run.AcceptedPlugin)).Distinct()
                   group setting.Value by setting.Path into same
                   select (ImmutableArray<Cell>)[Cell.Of(same.Key), Cell.Of(string.Join("; ", same)), Cell.Of("")],
            ])
        { Folded = true };
    }

    private static string OtherBits(SweepReport report) => string.Concat(
        report.Runs.Where(run => run.OtherBits is not null)
            .Select(run => $" {run.Spec.Id} went on where the bits are others, {run.OtherBits}."));

    private static Cell Text(string? text) => new(text ?? Numbers.Undefined, text ?? "");

    private static ReportColumn Seconds(string title) => new(title, $"{title} in seconds");

    private static Cell Seconds(TimeSpan time) => new(Numbers.Time(time.TotalSeconds), Cell.Exact(Math.Round(time.TotalSeconds, 3)));
}
