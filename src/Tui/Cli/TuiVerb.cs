using System.CommandLine;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;
using ActorGaze.Tui.Terminal;
using ActorGaze.Tui.Watching;

namespace ActorGaze.Tui.Cli;

/// <summary><c>tui</c>: watches and steers the running engine from a terminal.</summary>
internal static class TuiVerb
{
    public static Command Make(Surroundings around)
    {
        var readOnly = new Option<bool>("--read-only") { Description = "Watch only; no key changes anything." };
        var once = new Option<bool>("--once") { Description = "Print one frame and leave." };
        var screen = new Option<string>("--screen") { Description = "The screen to begin with.", DefaultValueFactory = _ => "sweep" }
            .AcceptOnlyFromAmong("sweep", "runs", "run", "actors", "log");
        var colours = new Option<string?>(
            "--colors") { Description =
            "How many colours to send. Default: what the terminal says it knows; none where NO_COLOR is set." }.AcceptOnlyFromAmong("none",
            "16", "256", "24bit");
        var ascii = new Option<bool>("--ascii") { Description = "Use ASCII characters only." };
        var command = new Command("tui", "Attaches a terminal to the running engine. Leaving it stops nothing.") { readOnly, once, screen,
            colours, ascii };
        command.SetAction(async (parsed, cancel) =>
        {
            var call = Call.Of(parsed, around);
            call.CheckSets();
            var look = new Look(
                LookOf.Colours(parsed.GetValue(colours), around), parsed.GetValue(ascii) || LookOf.IsAscii(around.Environment));
            var state = UiState.Initial with
            {
                ReadOnly = parsed.GetValue(readOnly),
                Screen = Enum.Parse<ScreenKind>(parsed.GetRequiredValue(screen), ignoreCase: true),
                Zone = LookOf.Zone(around),
                StateOption = StatePath.OptionOf(call.StateFolder, around.Environment),
            };
            return parsed.GetValue(once)
                ? await OnceAsync(call, state, look, cancel).ConfigureAwait(false)
                : await WatchAsync(call, state, look, cancel).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> OnceAsync(Call call, UiState state, Look look, CancellationToken cancel)
    {
        using IEngineClient client = new EngineClient(call.StateFolder, call.Warn);
        await StartingEngine.UntilItListensAsync(call.StateFolder, call.Around.Clock, cancel).ConfigureAwait(false);
        state = state.Apply(await client.FrameAsync(cancel).ConfigureAwait(false)) with { Folder = call.StateFolder };
        var (width, height) = call.Around.Screen() ?? (80, 24);
        state = state with { Size = (width, Math.Max(1, height - 1)) };
        Need? last = null;
        while (state.Module.Needs(state) is { } need && need != last) // until nothing is missing, or the same is asked for again
        {
            state = (await need.AskAsync(client, cancel).ConfigureAwait(false))(state);
            last = need;
        }

        call.Around.Out.Write(Ansi.Page(Page.Of(state, width, Math.Max(1, height - 1), look), look.Depth));
        return ExitStatus.Well;
    }

    private static async Task<int> WatchAsync(Call call, UiState state, Look look, CancellationToken cancel)
    {
        if (!TerminalScreen.IsThere(call.Around))
            throw new InvalidInputException("tui: this is not a terminal, or the program is in its background. 'actorgaze ps --watch' "
                + "tells the same in lines, and 'actorgaze tui --once' prints one frame.");
        using var client = new EngineClient(call.StateFolder);
        var preferences = PreferencesFile.Of(call.Around.Environment);
        await StartingEngine.UntilItListensAsync(call.StateFolder, call.Around.Clock, cancel).ConfigureAwait(false);
        state = preferences.Over(state).Apply(await client.FrameAsync(cancel).ConfigureAwait(false)) with { Folder = call.StateFolder };
        using var interruption = Interruption.OfScreen(call.Around);
        await using var watcher = new Watcher(
            client, state, call.Around.Clock, () => EngineLock.IsHeld(new StateFolder(call.StateFolder)), preferences.Save);
        try
        {
            return await TerminalScreen.ShowAsync(call.Around, watcher, look, interruption.Token).ConfigureAwait(false)
                ? ExitStatus.Well
                : ExitStatus.Interrupted;
        }
        catch (IOException e)
        {
            call.Around.Error.WriteLine(
                $"actorgaze: the screen cannot be shown: {e.Message}. 'actorgaze ps --watch' tells the same in lines.");
            return ExitStatus.Failed;
        }
    }
}
