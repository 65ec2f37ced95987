using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;

namespace ActorGaze.Tests.Tui.Screens;

/// <summary>Screens over what an engine of a newer version tells: words that are not known are shown as they are, figures that are missing as dashes.</summary>
public sealed class NewerEngineTests
{
    private const string Frame = """
        {"number":3,"at":"2026-03-01T12:00:00Z","sweeps":[{"name":"s","runs":2,"phases":{"resting":1,"failed":1}}],
         "runs":[{"id":"s-a","sweep":"s","phase":"resting","news":{}},{"id":"s-b","sweep":"s","phase":"failed"}]}
        """;

    private const string Run = """
        {"phase":"resting","spec":{"seed":5,"gaze":{"distance":"hausdorff","reference":"oracle"},"curriculum":{"shape":"spiral"},"more":1},
         "epochs":[{},{"epoch":2,"evaluation":{"kappa":0.5,"gazes":{"classes":2,"height":9,"width":9,"base64":"AAAA"}}},null],"lastFault":{"class":"astral"}}
        """;

    private const string Events = """[{"event":"MoodChanged","at":"2026-03-01T11:59:00Z","why":"it rained","wet":true},{"event":"Paused"},{"event":"EpochCompleted"},{},null]""";

    [Theory]
    [InlineData(80, 24)]
    [InlineData(200, 50)]
    public void Every_screen_is_drawn(int width, int height)
    {
        foreach (var screen in Enum.GetValues<ScreenKind>()) Assert.NotEmpty(Text(screen, width, height));
    }

    [Fact]
    public void Phases_settings_and_events_have_the_engines_own_words()
    {
        Assert.Contains("1 failed  1 resting", Text(ScreenKind.Sweep, 80, 24), StringComparison.Ordinal);
        Assert.Contains(" resting ", Text(ScreenKind.Runs, 80, 24), StringComparison.Ordinal);
        var run = Text(ScreenKind.Run, 200, 50);
        Assert.Contains("s-a  resting", run, StringComparison.Ordinal);
        Assert.Contains("seed 5  spiral, oracle, hausdorff", run, StringComparison.Ordinal);
        Assert.Contains("mood changed it rained", run, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_finds_a_phase_by_the_engines_own_word() => Assert.Equal(
        ["s-a"], RunColumns.Rows(JsonSerializer.Deserialize<FrameDto>(Frame, DtoJson.Forgiving)!.ToFrame().Runs, "phase:rest", 0, false).Select(run => run.Id.Value));

    private static string Text(ScreenKind screen, int width, int height)
    {
        var (frame, run) = (JsonSerializer.Deserialize<FrameDto>(Frame, DtoJson.Forgiving)!.ToFrame(), RunView.Of(JsonSerializer.Deserialize<RunDto>(Run, DtoJson.Forgiving)!, new RunId("s-a")));
        var events = JsonSerializer.Deserialize<EventDto?[]>(Events, DtoJson.Forgiving)!.OfType<EventDto>().Select(dto => EventView.Of(dto, new RunId("s-a"))).ToArray();
        var state = UiState.Initial.Apply(frame).Choosing(new RunId("s-a")).Apply(new RunDetail(run.State, events) { Words = run.Words }) with { Screen = screen };
        return Page.Of(state, width, height, new Look(ColourDepth.None, false)).ToText();
    }
}
