using System.Text.Json;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Settings;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tui.Logging;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Tui.Logging;

/// <summary>What stands beside the words of every log event of a run.</summary>
[Slow]
public sealed class EveryEventSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Every_event_of_a_runs_actors_says_whose_it_is_and_where_the_run_stood_in_the_files_and_at_seq()
    {
        await using var seq = await new StandIn().UpAsync();
        var poisoned = undisturbed.Run("poisoned") with { Training = undisturbed.Run("any").Training with { LearningRate = 1e30 } };
        var sound = undisturbed.Run("sound+1");

        await using (var log = Logs.Open(_engine.Root, new EngineSettings { Seq = new SeqSettings { Url = new Uri(seq.Url) } }))
        await using (var lab = await Lab.StartAsync(_engine.Settings, new LabServices { Logging = log.Factory }, Cancel))
        {
            Accepted(await lab.SubmitAsync(SweepSpec.Of(Sweep, [poisoned, sound])));
            await lab.WaitAsync(Sweep, cancel: Cancel);
        }

        var events = Directory.GetFiles(_engine.Folder.Logs, "actorgaze-*.clef").SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var ofRuns = events.Where(e => Text(e, "ActorPath")?.Contains("/run-", StringComparison.Ordinal) == true).ToArray();
        foreach (var run in new[] { poisoned, sound })
            Assert.All(ofRuns.Where(e => Text(e, "ActorPath")!.Contains($"/run-{run.Id}", StringComparison.Ordinal)), e => Assert.Equal((Sweep, run.Id.Value), (Text(e, "Sweep"), Text(e, "Run"))));
        foreach (var where in new[] { "Attempt", "Epoch", "Step" })
            Assert.All(ofRuns, e => Assert.True(e.TryGetProperty(where, out var number) && number.ValueKind == JsonValueKind.Number, e.GetRawText()));
        Assert.Equal(
            ["Submitted 0 0 0", "Started 1 0 0", "EpochCompleted 1 1 0", "EpochCompleted 1 2 0", "Completed 1 2 0"],
            ofRuns.Where(e => Text(e, "Run") == "sound+1").Select(e => $"{Text(e, "Event")} {Text(e, "Attempt")} {Text(e, "Epoch")} {Text(e, "Step")}"));
        Assert.All(ofRuns.Where(e => Text(e, "Event") == "EpochCompleted"), e => Assert.Equal(JsonValueKind.Number, e.GetProperty("Accuracy").ValueKind));
        Assert.Equal(["Error 1", "Error 2"], ofRuns.Where(e => Text(e, "@mt")!.StartsWith("The crew falls", StringComparison.Ordinal)).Select(e => $"{Text(e, "@l")} {Text(e, "Attempt")}"));
        Assert.Contains(ofRuns, e => (Text(e, "Event"), Text(e, "@l"), Text(e, "Class")) == ("Faulted", "Warning", "OnceForgivable"));
        Assert.Contains(ofRuns, e => (Text(e, "Event"), Text(e, "@l")) == ("Failed", "Error") && Text(e, "Reason")!.StartsWith("The loss is not finite", StringComparison.Ordinal));
        Assert.Equal(events.Select(Properties).Order(StringComparer.Ordinal), seq.Events.Select(Properties).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("lab/sweep-s/run-a+b=1/crew-12/trainer", "lab/sweep-s/run-a+b=1/crew-12", "s", "a+b=1", "12")]
    [InlineData("lab/sweep-s/run-r", "lab/sweep-s", "s", "r", null)] // a supervisor speaks of a run
    [InlineData("CoordinatedShutdown (akka://actorgaze)", "lab/sweep-sweep-run-1", "sweep-run-1", null, null)]
    [InlineData("lab/images", "lab/images", null, null, null)]
    [InlineData(null, null, null, null, null)]
    public async Task Whose_an_event_is_stands_in_the_path_of_whom_it_is_about(string? source, string? path, string? sweep, string? run, string? attempt)
    {
        await using (var log = Logs.Open(_engine.Root, new EngineSettings()))
            log.Logger.ForContext("LogSource", Whole(source)).ForContext("ActorPath", Whole(path)).Information("A word");

        var told = JsonDocument.Parse(File.ReadAllText(Assert.Single(Directory.GetFiles(_engine.Folder.Logs)))).RootElement;
        Assert.Equal((sweep, run, attempt), (Text(told, "Sweep"), Text(told, "Run"), Text(told, "Attempt")));
    }

    private static string? Whole(string? path) => path?.StartsWith("lab/", StringComparison.Ordinal) == true ? $"akka://actorgaze/user/{path}" : path;

    private static string? Text(JsonElement e, string name) => !e.TryGetProperty(name, out var value) ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    private static string Properties(JsonElement e) => string.Join(' ', new[] { "@mt", "Timestamp", "Sweep", "Run", "Attempt", "Epoch", "Step", "ActorPath" }.Select(name => $"{name}={Text(e, name)}"));
}
