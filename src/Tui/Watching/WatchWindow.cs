using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;
using ActorGaze.Tui.Terminal;
using Terminal.Gui.App;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace ActorGaze.Tui.Watching;

/// <summary>The terminal's end of a screen: sends what has changed of its grid, and hands keys and clicks on. Terminal.Gui keeps the
/// terminal; what is on it is ours, because it would send 24-bit colours to a terminal that knows 256.</summary>
internal sealed class WatchWindow : Runnable
{
    private readonly IApplication _app;
    private readonly Watcher _watcher;
    private readonly Look _look;
    private Grid? _shown;
    private long _version = -1;

    public WatchWindow(IApplication app, Watcher watcher, Look look)
    {
        (_app, _watcher, _look) = (app, watcher, look);
        (Width, Height, CanFocus) = (Dim.Fill(), Dim.Fill(), true);
        app.LayoutAndDrawComplete += (_, _) => Forget();
    }

    /// <summary>Sends what has changed since the last time, if anything has.</summary>
    public void Show()
    {
        if (_app.Driver is not { } driver) return;
        var size = (driver.Cols, driver.Rows);
        if (_watcher.Now.State.Size != size) _watcher.Change(now => now with { Size = size }); // keys move by what is seen
        var (state, version) = _watcher.Now;
        if (_shown is { } shown && version == _version && shown.Width == driver.Cols && shown.Height == driver.Rows) return;
        var grid = Page.Of(state, driver.Cols, driver.Rows, _look);
        if (Ansi.Difference(_shown, grid, _look.Depth) is { Length: > 0 } text) driver.WriteRaw(text);
        (_shown, _version) = (grid, version);
    }

    protected override bool OnClearingViewport() => true;

    protected override bool OnKeyDown(Key key)
    {
        if (key == Key.C.WithCtrl) _app.RequestStop();
        else if (key == Key.Z.WithCtrl) JobControl.StopByKey();
        else if (KeyOf(key) is { } press)
        {
            if (_watcher.Press(press)) _app.RequestStop();
            else Show();
        }

        return true;
    }

    protected override bool OnMouseEvent(Mouse mouse)
    {
        if (mouse.Position is not { } at) return true;
        if (mouse.Flags.HasFlag(MouseFlags.WheeledUp)) _watcher.Press(new KeyPress(KeyKind.Up));
        else if (mouse.Flags.HasFlag(MouseFlags.WheeledDown)) _watcher.Press(new KeyPress(KeyKind.Down));
        else if (mouse.Flags.HasFlag(MouseFlags.LeftButtonClicked)) _watcher.Change(state => UiClicks.Apply(state, at.X, at.Y));
        else if (mouse.Flags.HasFlag(MouseFlags.LeftButtonDoubleClicked)) _watcher.Press(new KeyPress(KeyKind.Enter));
        else return true;
        Show();
        return true;
    }

    private static KeyPress? KeyOf(Key key)
    {
        if (key == Key.Enter) return new KeyPress(KeyKind.Enter);
        if (key == Key.Esc) return new KeyPress(KeyKind.Escape);
        if (key == Key.Tab) return new KeyPress(KeyKind.Tab);
        if (key == Key.Tab.WithShift) return new KeyPress(KeyKind.BackTab);
        if (key == Key.Backspace) return new KeyPress(KeyKind.Backspace);
        if (key == Key.CursorUp) return new KeyPress(KeyKind.Up);
        if (key == Key.CursorDown) return new KeyPress(KeyKind.Down);
        if (key == Key.CursorLeft) return new KeyPress(KeyKind.Left);
        if (key == Key.CursorRight) return new KeyPress(KeyKind.Right);
        if (key == Key.PageUp) return new KeyPress(KeyKind.PageUp);
        if (key == Key.PageDown) return new KeyPress(KeyKind.PageDown);
        if (key == Key.Home) return new KeyPress(KeyKind.Home);
        if (key == Key.End) return new KeyPress(KeyKind.End);
        return !key.IsCtrl && !key.IsAlt && key.TryGetPrintableRune(out var rune) && rune.IsBmp ? KeyPress.Of((char)rune.Value) : null;
    }

    /// <summary>What Terminal.Gui drew lies over what was shown: all is sent again, once that is on the terminal.</summary>
    private void Forget()
    {
        (_shown, _version) = (null, -1);
        _app.AddTimeout(TimeSpan.Zero, () =>
        {
            Show();
            return false;
        });
    }
}
