using System.Runtime.InteropServices;

namespace ActorGaze.Tui.Terminal;

/// <summary>The modes that the terminal had (echo, lines, signals of keys), so that it can be given back as it was.</summary>
internal sealed class TerminalModes
{
    private const int Input = 0;
    private const int Now = 0; // TCSANOW: never waits for what the terminal has not shown yet
    private const int LargerThanAnyTermios = 256;

    private readonly byte[] _modes = new byte[LargerThanAnyTermios];

    private TerminalModes()
    {
    }

    /// <summary>As they are now; null where standard input is no terminal.</summary>
    public static TerminalModes? Read()
    {
        var modes = new TerminalModes();
        return !OperatingSystem.IsWindows() && Get(Input, modes._modes) == 0 ? modes : null;
    }

    /// <summary>Sets them again. A terminal that is gone is left alone.</summary>
    public void GiveBack()
    {
        if (JobControl.IsForeground) _ = Set(Input, Now, _modes); // the system stops a background program that tries
    }

    [DllImport("libc", EntryPoint = "tcgetattr"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Get(int descriptor, byte[] modes);

    [DllImport("libc", EntryPoint = "tcsetattr"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int descriptor, int when, byte[] modes);
}
