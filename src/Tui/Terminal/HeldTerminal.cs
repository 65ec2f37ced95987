namespace ActorGaze.Tui.Terminal;

/// <summary>A terminal that a screen has taken, with the modes that it had before.</summary>
internal sealed class HeldTerminal(Surroundings around)
{
    private const string OtherScreen = "\u001b[?1049h\u001b[?25l\u001b[2J";

    /// <summary>Mouse, paste and keypad modes off, colours off, the first screen back, the cursor shown.</summary>
    private const string FirstScreen =
        "\u001b[?1l\u001b>\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?1015l\u001b[?2004l\u001b[0m\u001b[?1049l\u001b[?25h";

    /// <summary>Ends the kitty keyboard protocol, which Terminal.Gui does itself where it comes to its end.</summary>
    private const string PlainKeys = "\u001b[<u";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private TerminalModes? _before;
    private bool _taken;

    public Surroundings Around => around;

    /// <summary>Shows the other screen. What the modes are now is what they are set to at the end.</summary>
    public void Take()
    {
        lock (_gate) (_before, _taken) = (TerminalModes.Read(), true);
        around.Out.Write(OtherScreen);
    }

    /// <summary>Shows the first screen and sets the modes that were before. Safe to call twice, and from any thread.</summary>
    /// <param name="orderly">Terminal.Gui has come to its end.</param>
    /// <param name="mayDrawAgain">Something may still draw, so that a second call is to do the same.</param>
    public void GiveBack(bool orderly = false, bool mayDrawAgain = false)
    {
        lock (_gate)
        {
            if (!_taken) return;
            _taken = mayDrawAgain;
            around.Out.Write(orderly ? FirstScreen : PlainKeys + FirstScreen);
            around.Output?.Out.Drain(LongestWait);
            _before?.GiveBack();
        }
    }
}
