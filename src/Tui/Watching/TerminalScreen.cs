using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;
using ActorGaze.Tui.Terminal;
using Terminal.Gui.App;

namespace ActorGaze.Tui.Watching;

/// <summary>Holds the terminal while a watcher's state is shown on it, and gives it back as it was.</summary>
internal static class TerminalScreen
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);

    private static volatile HeldTerminal? _held;

    private enum End
    {
        /// <summary>A key asked to leave.</summary>
        Left,

        /// <summary>The program is asked to end.</summary>
        Ended,

        /// <summary>The program is to stop, or was stopped and goes on.</summary>
        LetGo,
    }

    /// <summary>
    /// True where there is a terminal to draw on and to read keys from. A program that a shell or <c>timeout</c> started in the background
    /// has none: the system stops it when it takes the terminal, and then no signal ends it.
    /// </summary>
    public static bool IsThere(Surroundings around) => around.Screen() is not null && !Console.IsInputRedirected && JobControl.IsForeground;

    /// <summary>
    /// Shows it until a key asks to leave (true) or the end comes (false). A loop that does not hear of the end is left behind.
    /// </summary>
    /// <exception cref="IOException">The terminal is gone. A screen that fails in another way throws what it failed with.</exception>
    public static async Task<bool> ShowAsync(Surroundings around, Watcher watcher, Look look, CancellationToken end)
    {
        var held = new HeldTerminal(around);
        _held = held;
        var loop = Task.Factory.StartNew(
            () => Hold(held, watcher, look, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (await Task.WhenAny(loop, Overdue(around.Clock, end)).ConfigureAwait(false) == loop)
        {
            _held = null;
            return await loop.ConfigureAwait(false);
        }

        held.GiveBack(mayDrawAgain: true);
        return false;
    }

    /// <summary>Gives the terminal back where a screen has it. It does not wait for a terminal that is stuck.</summary>
    public static void Restore() => _held?.GiveBack();

    /// <summary>Shows it, and lets go of the terminal as often as the program is stopped.</summary>
    private static bool Hold(HeldTerminal held, Watcher watcher, Look look, CancellationToken end)
    {
        using var jobs = new JobControl();
        while (true)
        {
            var (how, orderly) = (End.Ended, false);
            try
            {
                how = Show(held, watcher, look, jobs, end);
                orderly = true;
            }
            finally
            {
                held.GiveBack(orderly);
            }

            if (how != End.LetGo) return how == End.Left;
            jobs.Wait(end);
        }
    }

    private static End Show(HeldTerminal held, Watcher watcher, Look look, JobControl jobs, CancellationToken end)
    {
        if (end.IsCancellationRequested) return End.Ended;
        held.Take();
        ShowAtOnce(held.Around, watcher, look);
        using var terminal = new PatientTerminal();
        ShowAtOnce(held.Around, watcher, look);
        using var window = new WatchWindow(terminal.App, watcher, look);
        terminal.App.Iteration += (_, _) =>
        {
            if (end.IsCancellationRequested || jobs.MustLetGo || terminal.IsGone) terminal.App.RequestStop();
            else window.Show();
        };
        terminal.App.Run(window);
        if (end.IsCancellationRequested) return End.Ended;
        if (terminal.IsGone) throw new IOException("the terminal is gone");
        return jobs.MustLetGo ? End.LetGo : End.Left;
    }

    /// <summary>
    /// Draws without Terminal.Gui, whose start takes longer than all that goes before. It is on the terminal before anything else is sent.
    /// </summary>
    private static void ShowAtOnce(Surroundings around, Watcher watcher, Look look)
    {
        if (around.Screen() is not { } size) return;
        around.Out.Write(Ansi.Difference(null, Page.Of(watcher.Now.State, size.Width, size.Height, look), look.Depth));
        around.Output?.Out.Drain(LongestWait);
    }

    private static async Task Overdue(TimeProvider clock, CancellationToken end)
    {
        await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, clock, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(LongestWait, clock, CancellationToken.None).ConfigureAwait(false);
    }
}
