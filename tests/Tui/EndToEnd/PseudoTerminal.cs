using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>A terminal of the system's, this test at its other end: the program on it cannot tell it from one that is looked at.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWriteNoControl = 0x102; // O_RDWR | O_NOCTTY of Linux
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60); // against hanging; nothing waits for it to pass

    private readonly FileStream _end;
    private readonly StringBuilder _said = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    private PseudoTerminal(FileStream end, Process process)
    {
        (_end, Process) = (end, process);
        _ = Task.Factory.StartNew(Listen, TaskCreationOptions.LongRunning);
    }

    public static bool IsThere => OperatingSystem.IsLinux();

    public Process Process { get; }

    /// <summary>Everything that the terminal was sent.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>Starts a program on a terminal of its own.</summary>
    /// <param name="start">Starts <c>/bin/sh</c> with words.</param>
    public static PseudoTerminal Start(int columns, int rows, Func<string[], Process> start, string program, params string[] words)
    {
        var end = OpenTerminal(ReadWriteNoControl);
        Assert.True(end >= 0 && Grant(end) == 0 && Unlock(end) == 0, $"no pseudo-terminal can be had: error {Marshal.GetLastPInvokeError()}");
        var name = new byte[64];
        Assert.Equal(0, NameOf(end, name, (nuint)name.Length));
        var path = Encoding.ASCII.GetString(name).TrimEnd('\0');
        var process = start(["-c", $"exec <{path} >{path} 2>&1; stty cols {columns} rows {rows}; TERM=xterm-256color exec \"$@\"", "sh", program, .. words]);
        return new PseudoTerminal(new FileStream(new SafeFileHandle(end, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0), process);
    }

    public void Type(string keys) => _end.Write(Encoding.UTF8.GetBytes(keys));

    /// <summary>Until the terminal was sent a text after now, cursor moves and blanks aside: a screen sends only cells that change.</summary>
    public Task SeesAsync(string text)
    {
        lock (_said)
        {
            _awaited.Add((text, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            _said.Append('\f'); // what was sent before does not count
            return _awaited[^1].Seen.Task.WaitAsync(LongestWait);
        }
    }

    public void Dispose() => _end.Dispose();

    private void Listen()
    {
        var (buffer, decoder, letters) = (new byte[1 << 14], Encoding.UTF8.GetDecoder(), new char[1 << 14]);
        try
        {
            while (_end.Read(buffer) is > 0 and var count) Hear(letters.AsSpan(0, decoder.GetChars(buffer, 0, count, letters, 0)));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // the program has closed its end, or the test this one
        }
    }

    private void Hear(ReadOnlySpan<char> text)
    {
        lock (_said)
        {
            _said.Append(text);
            if (_awaited.Count == 0) return;
            var all = _said.ToString();
            var plain = NotSeen().Replace(all[(all.LastIndexOf('\f') + 1)..], "");
            foreach (var (awaited, seen) in _awaited.Where(wait => plain.Contains(NotSeen().Replace(wait.Text, ""), StringComparison.Ordinal)).ToList())
            {
                _awaited.RemoveAll(wait => wait.Seen == seen);
                seen.SetResult();
            }
        }
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]|\s")]
    private static partial Regex NotSeen();

    [DllImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static extern int OpenTerminal(int flags);

    [DllImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static extern int Grant(int descriptor);

    [DllImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static extern int Unlock(int descriptor);

    [DllImport("libc", EntryPoint = "ptsname_r")]
    private static extern int NameOf(int descriptor, byte[] name, nuint length);
}
