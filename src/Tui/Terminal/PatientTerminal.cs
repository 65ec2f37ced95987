using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;

namespace ActorGaze.Tui.Terminal;

/// <summary>A Terminal.Gui application whose waiting is done by the kernel. By itself it asks for keys fifty times a second and for work
/// twenty times, and spins before each sleep: nine tenths of what a screen cost.</summary>
internal sealed class PatientTerminal : IDisposable
{
    /// <summary>The longest wait: frames come no faster; a resized terminal and a signal are seen after it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    /// <summary>After a key more may follow: an Esc alone is known by nothing following it.</summary>
    private static readonly TimeSpan Alert = TimeSpan.FromMilliseconds(15);

    private const int AlertTurns = 10;

    private readonly AutoResetEvent _keys = new(false);
    private int _alert;
    private volatile bool _isGone;

    /// <summary>Takes the terminal, and clears it.</summary>
    public PatientTerminal()
    {
        Application.MaximumIterationsPerSecond = ushort.MaxValue; // no sleep beside ours
        App = (IApplication)Create(new AnsiComponentFactory(new Keys(_keys, () => _isGone = true), null, null));
        App.Init();
        App.Iteration += (_, _) => _alert = _keys.WaitOne(_alert > 0 ? Alert : Longest) ? AlertTurns : Math.Max(0, _alert - 1);
    }

    public IApplication App { get; }

    /// <summary>The terminal was closed: nothing can be read from it nor shown on it.</summary>
    public bool IsGone => _isGone;

    public void Dispose()
    {
        App.Dispose();
        _keys.Dispose();
    }

    /// <summary>The library has no open door for a driver's parts; a test of the real screen fails where this one is moved.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType("Terminal.Gui.App.ApplicationImpl, Terminal.Gui")]
    private static extern object Create(IComponentFactory parts);

    private sealed class Keys(AutoResetEvent there, Action gone) : AnsiInput
    {
        private const short PollIn = 1;
        private const short PollHangup = 16;

        public override bool Peek()
        {
            if (!OperatingSystem.IsWindows() && IsHungUp())
            {
                gone();
                return false; // the library would read from it without end
            }

            if (!base.Peek()) return false;
            there.Set();
            return true;
        }

        /// <summary>Waits for a key. Interrupted or not, the library looks for itself.</summary>
        private static bool IsHungUp()
        {
            var input = new PollDescriptor { Descriptor = 0, Asked = PollIn };
            return Poll(ref input, 1, (int)Longest.TotalMilliseconds) > 0 && (input.Said & PollHangup) != 0;
        }

        [DllImport("libc", EntryPoint = "poll"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Poll(ref PollDescriptor descriptors, nuint count, int timeoutMilliseconds);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Asked;
        public short Said;
    }
}
