using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Client;

/// <summary>This program at the socket of an engine that is newer, busy or broken.</summary>
[Slow]
public sealed class OtherVersionSpecs
{
    private const string NewerEngine = """{"contract":"3.0","processId":42,"version":"0.2.0","since":null,"slots":1,"devices":["cpu",null],"mood":{"is":["fine"]}}""";
    private const string NextEngine = """{"contract":"4.0","processId":42,"version":"3.0.0"}""";

    private static readonly string Told = $"actorgaze: the engine is 0.2.0, this program {ControlContract.ProgramVersion}: some of what it tells may not be shown.\n";

    [Fact]
    public async Task A_newer_engine_is_watched_and_steered_and_its_version_is_told_once_a_command()
    {
        using var engine = new FakeEngine(NewerEngine)
            .Answer("POST /v1/runs/s-r/pause", 200, """{"text":"s-r is Resting.","since":7}""")
            .Answer("GET /v1/runs/s-r", 200, """{"phase":"resting","spec":{"network":{"name":"newest","mood":1},"gaze":{"distance":"hausdorff"},"news":1},"epochs":[{"epoch":1,"evaluation":{"kappa":0.5}}],"moods":[]}""")
            .Answer("GET /v1/frames", 200, FakeEngine.Frame("resting", false, "\"weather\":[1],") + FakeEngine.Frame("resting", true))
            .Answer("GET /v1/scoreboard", 200, FakeEngine.Frame("resting", true)["event: frame\ndata: ".Length..]);

        Assert.Equal((ExitStatus.Well, "s-r is Resting.\n", Told), await Say(engine, "pause", "s-r"));
        var (status, output, error) = await Say(engine, "show", "s-r");
        Assert.Equal((ExitStatus.Well, Told), (status, error));
        Assert.Contains("phase       resting\n", output, StringComparison.Ordinal);
        Assert.Contains("distance hausdorff\n", output, StringComparison.Ordinal);
        Assert.Equal((ExitStatus.Failed, "s-r: resting\ns: 1 resting\n", Told), await Say(engine, "wait"));
        (status, output, error) = await Say(engine, "ps");
        Assert.Equal((ExitStatus.Well, Told), (status, error));
        Assert.Contains("  s-r  resting ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_that_cannot_be_read_is_told_and_the_next_one_is_shown()
    {
        using var engine = new FakeEngine()
            .Answer("GET /v1/frames", 200, FakeEngine.Frame("running", false) + "event: frame\ndata: {\"number\":2,\"at\n\n")
            .Answer("GET /v1/frames", 200, "event: frame\ndata: null\n\n")
            .Answer("GET /v1/frames", 503, """{"detail":"The engine is too busy to answer; try again in a moment."}""")
            .Answer("GET /v1/frames", 200, FakeEngine.Frame("completed", true));

        var (status, output, error) = await Say(engine, "wait", "--json");

        Assert.Equal(ExitStatus.Well, status);
        Assert.Equal(["run", "run", "sweep"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()));
        var told = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("actorgaze: asking the engine again in 0.5 s: the engine's answer to /v1/frames cannot be read (", told[0], StringComparison.Ordinal);
        Assert.StartsWith("actorgaze: asking the engine again in 1 s: the engine's answer to /v1/frames cannot be read (it is null", told[1], StringComparison.Ordinal);
        Assert.StartsWith("actorgaze: asking the engine again in 2 s: ", told[2], StringComparison.Ordinal);
        Assert.Contains("too busy", told[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_of_another_major_version_is_refused_by_name_and_can_be_stopped()
    {
        using var engine = new FakeEngine(NextEngine).Answer("POST /v1/down", 200, """{"said":"yes"}""");

        foreach (var words in new[] { "pause s-r", "ps", "show s-r", "wait", "tui --once", "ps --watch" })
        {
            var (status, output, error) = await Say(engine, words.Split(' '));
            Assert.Equal((ExitStatus.NoEngine, ""), (status, output));
            Assert.Contains($"the engine is 3.0.0 and speaks contract 4.0, this program is {ControlContract.ProgramVersion} and speaks {ControlContract.Version}", error, StringComparison.Ordinal);
        }

        Assert.Equal(["GET /v1/engine"], engine.Asked.Distinct());
        Assert.Equal((ExitStatus.Well, "The engine (process 42) has saved its runs and left.\n", ""), await Say(engine, "down"));
    }

    [Theory]
    [InlineData("""{"processId":"forty-two"}""")]
    [InlineData("""not json""")]
    public async Task An_engine_that_cannot_be_read_at_all_can_be_stopped(string facts)
    {
        using var engine = new FakeEngine(facts).Answer("POST /v1/down", 200, "not json");

        Assert.Equal((ExitStatus.Well, "The engine has saved its runs and left.\n", ""), await Say(engine, "down"));
        var (status, _, error) = await Say(engine, "ps");
        Assert.Equal(ExitStatus.NoEngine, status);
        Assert.StartsWith("actorgaze: the engine's answer to /v1/engine cannot be read (", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, ExitStatus.WrongInput)]
    [InlineData(409, ExitStatus.Failed)]
    [InlineData(503, ExitStatus.Busy)]
    [InlineData(507, ExitStatus.Prevented)]
    [InlineData(500, ExitStatus.Bug)]
    public async Task A_refused_command_ends_with_the_status_of_its_refusal_and_is_told_on_standard_error(int http, int expected)
    {
        using var engine = new FakeEngine().Answer("POST /v1/runs/s-r/pause", http, """{"detail":"Not now."}""");

        Assert.Equal((expected, "", "actorgaze: Not now.\n"), await Say(engine, "pause", "s-r"));
        var (status, output, error) = await Say(engine, "pause", "s-r", "--json");

        Assert.Equal((expected, "actorgaze: Not now.\n"), (status, error));
        var answer = JsonDocument.Parse(output).RootElement[0];
        Assert.Equal(("s-r", false, "Not now."), (answer.GetProperty("run").GetString(), answer.GetProperty("accepted").GetBoolean(), answer.GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData(503, ExitStatus.Busy)]
    [InlineData(507, ExitStatus.Prevented)]
    [InlineData(500, ExitStatus.Bug)]
    public async Task So_does_a_question_that_is_not_answered(int http, int expected)
    {
        using var engine = new FakeEngine().Answer("GET /v1/scoreboard", http, """{"detail":"Not now."}""");

        var (status, output, error) = await Say(engine, "ps");

        Assert.Equal((expected, "", $"actorgaze: {engine.Folder}: Not now.\n"), (status, output, error));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../x")]
    public async Task A_name_that_would_lead_elsewhere_is_not_asked_for(string name)
    {
        using var engine = new FakeEngine();

        Assert.Equal((ExitStatus.WrongInput, "", $"actorgaze: There is no run '{name}' here.\n"), await Say(engine, "cancel", name));
        Assert.Equal(["GET /v1/engine"], engine.Asked);
    }

    private static async Task<(int Status, string Output, string Error)> Say(FakeEngine engine, params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var status = await CommandLine.RunAsync([.. words, "--state", engine.Folder], new Surroundings(output, error, _ => null, new HurriedClock(), () => null));
        return (status, output.ToString(), error.ToString());
    }

    /// <summary>Waits that are over at once.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
    }
}
