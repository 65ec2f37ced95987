using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;
using Terminal.Gui.App;

namespace ActorGaze.Tui.Watching;

/// <summary>Holds the terminal while a watcher's state is shown on it, and gives it back as it was.</summary>
internal static class TerminalScreen
{
    private const string OtherScreen = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private const string FirstScreen = "\u001b[0m\u001b[?1049l\u001b[?25h";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>True where there is a terminal to draw on and to read keys from.</summary>
    public static bool IsThere(Surroundings around) => around.Screen() is not null && !Console.IsInputRedirected;

    /// <summary>Shows it until a key asks to leave (true) or the end comes (false). A loop that does not hear of the end is left behind.</summary>
    public static async Task<bool> ShowAsync(Surroundings around, Watcher watcher, Look look, CancellationToken end)
    {
        var loop = Task.Factory.StartNew(() => Hold(around, watcher, look, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (await Task.WhenAny(loop, Overdue(around.Clock, end)).ConfigureAwait(false) == loop) return await loop.ConfigureAwait(false);
        Restore();
        return false;
    }

    /// <summary>Mouse and paste modes off, the first screen back, the cursor shown, echo and line mode on.</summary>
    public static void Restore()
    {
        Console.Out.Write("\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?1015l\u001b[?2004l" + FirstScreen);
        Console.Out.Flush();
        try
        {
            System.Diagnostics.Process.Start("stty", "sane").WaitForExit(500);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Console.Error.WriteLine($"actorgaze: the terminal's modes could not be given back ({e.Message}); 'reset' does it.");
        }
    }

    private static bool Hold(Surroundings around, Watcher watcher, Look look, CancellationToken end)
    {
        var held = false;
        try
        {
            around.Out.Write(OtherScreen);
            ShowAtOnce(around, watcher, look);
            using var terminal = new PatientTerminal();
            held = true;
            ShowAtOnce(around, watcher, look);
            using var window = new WatchWindow(terminal.App, watcher, look);
            terminal.App.Iteration += (_, _) =>
            {
                if (end.IsCancellationRequested) terminal.App.RequestStop();
                else window.Show();
            };
            terminal.App.Run(window);
        }
        finally
        {
            if (!held) around.Out.Write(FirstScreen);
        }

        return !end.IsCancellationRequested;
    }

    /// <summary>Draws without Terminal.Gui, whose start takes longer than all that goes before.</summary>
    private static void ShowAtOnce(Surroundings around, Watcher watcher, Look look)
    {
        if (around.Screen() is not { } size) return;
        around.Out.Write(Ansi.Difference(null, Page.Of(watcher.Now.State, size.Width, size.Height, look), look.Depth));
        around.Out.Flush();
    }

    private static async Task Overdue(TimeProvider clock, CancellationToken end)
    {
        await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, clock, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Patience, clock, CancellationToken.None).ConfigureAwait(false);
    }
}
