using System.Diagnostics;
using System.Runtime.InteropServices;
using ActorGaze.Actors.Contracts.Nodes;

namespace ActorGaze.Actors.Workers;

/// <summary>
/// Keeps a worker's lease: asks for it on a thread of its own, and ends the process when it is over. It counts the time in which the
/// machine slept, and that in which the process was stopped.
/// </summary>
internal sealed class WorkerLease : IDisposable
{
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);
    private const int TicksInLength = 40;

    private readonly Action<long> _ask;
    private readonly Action _over;
    private readonly Func<TimeSpan> _now;
    private readonly ManualResetEventSlim _ended = new();
    private readonly Lock _guard = new();
    private LeaseTerm _term;

    /// <param name="ask">Asks the engine for the lease of that number.</param>
    /// <param name="over">Called once, when the lease is over.</param>
    public WorkerLease(TimeSpan length, Action<long> ask, Action over, Func<TimeSpan>? now = null)
    {
        (_ask, _over, _now) = (ask, over, now ?? SinceBoot);
        _term = LeaseTerm.Begun(length, _now());
        new Thread(Keep) { IsBackground = true, Name = "lease", Priority = ThreadPriority.Highest }.Start();
    }

    /// <summary>How long one lasts.</summary>
    public TimeSpan Length
    {
        get
        {
            lock (_guard) return _term.Length;
        }
    }

    /// <summary>Whether the worker may train and save now.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_guard) return _term.Held && !_term.IsOver(_now());
        }
    }

    /// <returns>True for the first that is granted.</returns>
    public bool Grant(long number)
    {
        lock (_guard)
        {
            var held = _term.Held;
            _term = _term.Granted(number, _now());
            return _term.Held && !held;
        }
    }

    /// <summary>Since the machine was started, with the time in which it slept (on Linux and macOS).</summary>
    internal static TimeSpan SinceBoot() =>
        (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
            && clock_gettime(OperatingSystem.IsLinux() ? BootTime : MonotonicOfMac, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000)
        : Stopwatch.GetElapsedTime(0);

    public void Dispose() => _ended.Set();

    private void Keep()
    {
        TimeSpan tick;
        lock (_guard) tick = _term.Length / TicksInLength < LongestTick ? _term.Length / TicksInLength : LongestTick;
        do
        {
            long? ask;
            lock (_guard)
            {
                var now = _now();
                if (_term.IsOver(now)) break;
                (_term, ask) = _term.Ticked(now);
            }

            if (ask is { } number) _ask(number);
        }
        while (!_ended.Wait(tick));
        if (!_ended.IsSet) _over();
    }

    private const int BootTime = 7; // CLOCK_BOOTTIME
    private const int MonotonicOfMac = 6; // CLOCK_MONOTONIC, which counts sleep there

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out TimeSpec time);
}
