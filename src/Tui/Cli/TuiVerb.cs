using System.CommandLine;
using System.Runtime.InteropServices;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;
using ActorGaze.Tui.Watching;
using Terminal.Gui.App;

namespace ActorGaze.Tui.Cli;

/// <summary><c>tui</c>: watches and steers the running engine from a terminal.</summary>
internal static class TuiVerb
{
    private const string OtherScreen = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private const string FirstScreen = "\u001b[0m\u001b[?1049l\u001b[?25h";

    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(220);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public static Command Make(Surroundings around)
    {
        var readOnly = new Option<bool>("--read-only") { Description = "Watch only; no key changes anything." };
        var once = new Option<bool>("--once") { Description = "Print one frame and leave." };
        var screen = new Option<string>("--screen") { Description = "The screen to begin with.", DefaultValueFactory = _ => "sweep" }.AcceptOnlyFromAmong("sweep", "runs", "run", "actors", "log");
        var colours = new Option<string?>("--colors") { Description = "How many colours to send. Default: what the terminal says it knows; none where NO_COLOR is set." }.AcceptOnlyFromAmong("none", "16", "256", "24bit");
        var ascii = new Option<bool>("--ascii") { Description = "Send nothing past ASCII." };
        var command = new Command("tui", "Attaches a terminal to the running engine. Leaving it stops nothing.") { readOnly, once, screen, colours, ascii };
        command.SetAction(async (parsed, cancel) =>
        {
            var call = Call.Of(parsed, around);
            call.CheckSets();
            var look = new Look(LookOf.Colours(parsed.GetValue(colours), around), parsed.GetValue(ascii) || LookOf.IsAscii(around.Environment));
            var state = UiState.Initial with
            {
                ReadOnly = parsed.GetValue(readOnly),
                Screen = Enum.Parse<ScreenKind>(parsed.GetRequiredValue(screen), ignoreCase: true),
                Zone = around.Clock.LocalTimeZone.GetUtcOffset(around.Clock.GetUtcNow()),
            };
            return parsed.GetValue(once) ? await OnceAsync(call, state, look, cancel).ConfigureAwait(false) : await WatchAsync(call, state, look, cancel).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> OnceAsync(Call call, UiState state, Look look, CancellationToken cancel)
    {
        using IEngineClient client = new EngineClient(call.StateFolder);
        state = state.Apply(await client.FrameAsync(cancel).ConfigureAwait(false)) with { Folder = call.StateFolder };
        if (state.Screen == ScreenKind.Actors) state = state.Apply(await client.CensusAsync(cancel).ConfigureAwait(false));
        if (state.Screen == ScreenKind.Log) state = state.Apply(await client.LogAsync(1_000, cancel: cancel).ConfigureAwait(false));
        if (state is { Screen: ScreenKind.Run, Selected: { } id } && await client.RunAsync(id, cancel).ConfigureAwait(false) is { } run)
            state = state.Apply(new RunDetail(run, await client.EventsAsync(id, cancel).ConfigureAwait(false)));
        var (width, height) = call.Around.Screen() ?? (80, 24);
        call.Around.Out.Write(Ansi.Page(Page.Of(state, width, Math.Max(1, height - 1), look), look.Depth));
        return ExitStatus.Well;
    }

    private static async Task<int> WatchAsync(Call call, UiState state, Look look, CancellationToken cancel)
    {
        if (call.Around.Screen() is null || Console.IsInputRedirected)
            throw new InvalidInputException("tui: this is not a terminal. 'actorgaze ps --watch' tells the same in lines, and 'actorgaze tui --once' prints one frame.");
        using var client = new EngineClient(call.StateFolder);
        state = state.Apply(await client.FrameAsync(cancel).ConfigureAwait(false)) with { Folder = call.StateFolder };
        await using var watcher = new Watcher(client, state, call.Around.Clock);
        return await Task.Factory.StartNew(() => OnTerminal(call, watcher, look), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    /// <summary>Draws without Terminal.Gui, whose start takes longer than all that goes before.</summary>
    private static void ShowAtOnce(Surroundings around, UiState state, Look look)
    {
        if (around.Screen() is not { } size) return;
        around.Out.Write(Ansi.Difference(null, Page.Of(state, size.Width, size.Height, look), look.Depth));
        around.Out.Flush();
    }

    /// <summary>Holds the terminal until a key or a signal ends it, and gives it back as it was.</summary>
    private static int OnTerminal(Call call, Watcher watcher, Look look)
    {
        IApplication? app = null;
        var (signalled, held) = (false, false);
        ITimer? watchdog = null;
        PosixSignalRegistration[] signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            signalled = true;
            watchdog ??= call.Around.Clock.CreateTimer(_ => LeaveAtOnce(), null, Patience, System.Threading.Timeout.InfiniteTimeSpan);
            app?.Invoke(() => app.RequestStop());
        }))];
        try
        {
            call.Around.Out.Write(OtherScreen);
            ShowAtOnce(call.Around, watcher.Now.State, look);
            app = Application.Create();
            app.Init(); // begins by clearing the screen
            ShowAtOnce(call.Around, watcher.Now.State, look);
            held = true;
            using var window = new WatchWindow(app, watcher, look);
            app.AddTimeout(BetweenFrames, () =>
            {
                window.Show();
                return true;
            });
            app.Run(window);
        }
        finally
        {
            app?.Dispose();
            if (!held) call.Around.Out.Write(FirstScreen);
            foreach (var signal in signals) signal.Dispose();
            watchdog?.Dispose();
        }

        return signalled ? ExitStatus.Interrupted : ExitStatus.Well;
    }

    /// <summary>A loop that does not end is left behind: mouse and paste modes off, the first screen back, the cursor shown.</summary>
    private static void LeaveAtOnce()
    {
        Console.Out.Write("\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?1015l\u001b[?2004l" + FirstScreen);
        Console.Out.Flush();
        try
        {
            System.Diagnostics.Process.Start("stty", "sane").WaitForExit(500); // echo and line mode
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Console.Error.WriteLine($"actorgaze: the terminal's modes could not be given back ({e.Message}); 'reset' does it.");
        }

        Environment.Exit(ExitStatus.Interrupted);
    }
}
