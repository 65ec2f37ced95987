using System.Text;
using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Persistence;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// What <c>wait</c> prints: lines of text, or with <c>--json</c> a document a line, whose <c>kind</c> says which it is. Pure.
/// </summary>
internal static class WaitDocuments
{
    /// <summary>How a run goes: <c>{"kind":"run","at":…,"run":{…}}</c>.</summary>
    public static string Of(DateTimeOffset at, RunLine run) =>
        Document("run", at, json => RunLineDto.Write(json, run));

    /// <summary>How a sweep ended: <c>{"kind":"sweep","at":…,"sweep":{…}}</c>, the last line of each.</summary>
    public static string Of(DateTimeOffset at, SweepLine sweep) =>
        Document("sweep", at, json => SweepLineDto.Write(json, sweep));

    /// <summary>The same as a line of text.</summary>
    public static string TextOf(SweepLine sweep) =>
        $"{sweep.Name}: {string.Join(", ", sweep.PhaseCounts().Select(count => $"{count.Runs} {count.Text}"))}";

    /// <summary>What a living engine would send of sweeps that a journal has.</summary>
    /// <param name="name">Of this sweep alone; null: of all.</param>
    public static Frame FrameOf(JournalReader journal, string? name, DateTimeOffset at)
    {
        var sweeps = journal.Sweeps().Where(sweep => name is null || sweep.Name == name).ToArray();
        var runs = sweeps.Select(sweep => (Sweep: sweep, Scores: journal.RunsOf(sweep.Name).Zip(sweep.Runs, Score).ToList())).ToList();
        return new Frame(
            1, at, MachineFacts.Unknown,
            [.. runs.Select(of => RunLines.Of(of.Sweep, of.Scores, of.Scores.TrueForAll(run => run.IsDone)))],
            [.. runs.SelectMany(of => of.Scores.Select((score, place) => RunLines.Of(score, place)))]);
    }

    private static RunScore Score(RunState run, RunSpec asked) =>
        new(asked, RunSummary.Of(run, 0), null, null) { HasTaken = run.Spec == asked };

    private static string Document(string kind, DateTimeOffset at, Action<Utf8JsonWriter> write) =>
        Encoding.UTF8.GetString(FrameJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, kind);
        json.WriteString("at"u8, at);
        json.WritePropertyName(kind);
        write(json);
        json.WriteEndObject();
    }));
}
