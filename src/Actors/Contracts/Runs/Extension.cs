using System.Text.Json;
using System.Text.Json.Nodes;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>Whether a spec may take another's place without altering what was already run.</summary>
public static class Extension
{
    /// <summary>
    /// Null where <paramref name="asked"/> differs in more epochs, another place of its images, and other gazes to keep or to read alone,
    /// and the course of each weight up to now is the same; else what differs, in words.
    /// </summary>
    public static string? Difference(RunSpec before, RunSpec asked)
    {
        if (before.Plugin is { } old && asked.Plugin is { } now && old.Sha256 != now.Sha256 && old.Name == now.Name)
            return PluginRef.OtherBytes(now.File, old.Sha256, now.Sha256);
        var same = Moved(before, asked) with { Epochs = asked.Epochs, RecordGazes = asked.RecordGazes, Readings = asked.Readings };
        var differing = Differences(same, asked);
        if (differing.Count > 0) return $"{string.Join("; ", differing)}. Give the sweep another name, or put the old value back.";

        if (asked.Epochs < before.Epochs) return $"epochs: {before.Epochs} before, {asked.Epochs} now; a sweep can be asked for more, not "
            + "for less. Give the sweep another name, or put the old value back.";

        if (before.Epochs == asked.Epochs) return null;
        if (before.Training is { Schedule: LearningSchedule.Cosine, ScheduleEpochs: null })
        {
            return $"epochs: {before.Epochs} before, {asked.Epochs} now would alter the course of the learning rate in the epochs already "
                + "run (the cosine falls over all epochs). Set training.schedule-epochs in the first place to extend a sweep later.";
        }

        return before.CurriculumEpochs is not null || Bent(before) is not { } bent
            ? null
            : $"epochs: {before.Epochs} before, {asked.Epochs} now would alter the course of {bent} in the epochs already run (its "
                + "curriculum is a share of all epochs). Set curriculum.epochs in the first place to extend a sweep later.";
    }

    /// <summary>The weights whose course depends on the number of epochs; null where there is none.</summary>
    private static string? Bent(RunSpec run)
    {
        var gaze = run.GazeWeight != 0 && run.Curriculum.Shape != CurriculumShape.Constant;
        var term = run.Loss.Term is not null && run.Loss.Curriculum.Shape != CurriculumShape.Constant;
        return (gaze, term) switch
        {
            (true, true) => "λ and loss.weight",
            (true, false) => "λ",
            (false, true) => "loss.weight",
            _ => null,
        };
    }

    /// <summary>
    /// The former spec with its images, and the assembly that brings its parts, where they are now. A name of phantoms is no place.
    /// </summary>
    public static RunSpec Moved(RunSpec before, RunSpec asked)
    {
        var moved = before.HasFolder && asked.HasFolder
            ? before with { Data = asked.Data, Columns = asked.Columns, Source = asked.Source }
            : before;
        return before.Plugin is { } old && asked.Plugin is { } now && old.Sha256 == now.Sha256 ? moved.WithPlugin(_ => now) : moved;
    }

    /// <summary>Keys whose values differ, each as "key: before, now".</summary>
    public static IReadOnlyList<string> Differences(RunSpec before, RunSpec asked) =>
        [.. Differences("", JsonSerializer.SerializeToNode(before, Json.Options), JsonSerializer.SerializeToNode(asked, Json.Options))];

    private static IEnumerable<string> Differences(string path, JsonNode? before, JsonNode? asked)
    {
        if (before is JsonObject b && asked is JsonObject a)
        {
            return b.Select(p => p.Key).Union(a.Select(p => p.Key))
                .SelectMany(key => Differences(path.Length == 0 ? key : $"{path}.{key}", b[key], a[key]));
        }

        return JsonNode.DeepEquals(before, asked) ? [] : [$"{path}: {Text(before)} before, {Text(asked)} now"];
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(Json.Options) ?? "nothing";
}
