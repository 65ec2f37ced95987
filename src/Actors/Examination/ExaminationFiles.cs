using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Examination;

/// <summary>What was found of runs' gazes, on disk: a file for each run and epoch in the state folder.</summary>
public static class ExaminationFiles
{
    private const string Pattern = "e*.json";

    /// <summary>Null where there is none, or none that this version can read.</summary>
    public static GazeExamination? Read(StateFolder folder, RunId run, int epoch, int steps) => Read(PathOf(folder, run, epoch, steps));

    /// <summary>That of the run's latest examined moment; null where there is none that this version can read.</summary>
    public static GazeExamination? Newest(StateFolder folder, RunId run)
    {
        var place = folder.GazeChecksOf(run);
        return !Directory.Exists(place)
            ? null
            : Directory.EnumerateFiles(place, Pattern).OrderDescending(StringComparer.Ordinal).Select(Read)
                .FirstOrDefault(found => found is not null);
    }

    /// <summary>Whole or not at all.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="PreventedException">The state folder cannot be written.</exception>
    public static string Write(StateFolder folder, GazeExamination found)
    {
        var run = RunId.Known(found.Run);
        var path = PathOf(folder, run, found.Epoch, found.Steps);
        try
        {
            PrivateFiles.MakeFolder(folder.GazeChecks);
            PrivateFiles.MakeFolder(folder.GazeChecksOf(run));
            WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(found, Json.Options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PreventedException($"{path}: what was found cannot be written: {e.Message}", e);
        }

        return path;
    }

    private static string PathOf(StateFolder folder, RunId run, int epoch, int steps) =>
        Path.Combine(folder.GazeChecksOf(run), FormattableString.Invariant($"e{epoch:0000}-s{steps:00000}.json"));

    private static GazeExamination? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<GazeExamination>(File.ReadAllBytes(path),
                Json.Options) is { Version: GazeExamination.CurrentVersion } found ? found : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or FormatException)
        {
            return null; // it is made again
        }
    }
}
