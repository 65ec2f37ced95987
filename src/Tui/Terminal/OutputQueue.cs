using System.Text;

namespace ActorGaze.Tui.Terminal;

/// <summary>Writes bytes where text goes in the end.</summary>
/// <exception cref="IOException">They cannot be written; <see cref="Exception.HResult"/> is the system's error number.</exception>
internal delegate void OutputSink(ReadOnlySpan<byte> bytes);

/// <summary>How long a reader is waited for.</summary>
/// <param name="Order">Until the other queue's earlier text is written, so that both are read in order on one terminal.</param>
/// <param name="Grace">Until all is written, once the program leaves.</param>
internal sealed record OutputPatience(TimeSpan Order, TimeSpan Grace)
{
    public static OutputPatience Default { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
}

/// <summary>
/// A bounded queue of text, and a thread of its own that writes it. A writer waits for room while a slow reader is waited for, and never
/// once <see cref="StopWaiting"/> was called.
/// </summary>
internal sealed class OutputQueue(OutputSink sink, Encoding encoding, OutputPatience patience) : TextWriter
{
    /// <summary>Characters that wait at most. A text that is longer is taken whole where there is any room.</summary>
    public const int Capacity = 1 << 20;

    private const int ChunkLength = 1 << 16;

    private readonly object _gate = new();
    private readonly Queue<(string Text, long After)> _waiting = [];
    private readonly Encoder _encoder = encoding.GetEncoder();
    private Thread? _thread;
    private long _accepted;
    private long _done;
    private long _stuckAt = -1;
    private int _lostLines;
    private string _inHand = "";
    private bool _stopped;
    private bool _cut;

    public override Encoding Encoding => encoding;

    /// <summary>The queue whose earlier text should be written first.</summary>
    public OutputQueue? Other { get; set; }

    /// <summary>Told of the first failure, on the queue's thread.</summary>
    public Action<IOException>? OnFailure { get; set; }

    /// <summary>The first failure; null while all could be written.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>Nothing can be written any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Some text is not written yet.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_gate) return _done < _accepted;
        }
    }

    /// <summary>Lines that could not be written, or are not written yet.</summary>
    public int LinesNotShown
    {
        get
        {
            lock (_gate) return _lostLines + LinesOf(_inHand) + _waiting.Sum(waiting => LinesOf(waiting.Text));
        }
    }

    public override void Write(char value) => Accept(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Accept(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Accept(buffer.ToString());

    public override void Write(string? value) => Accept(value ?? "");

    public override void WriteLine() => Accept("\n");

    public override void WriteLine(string? value) => Accept(value + "\n");

    /// <summary>Does nothing: text is written as soon as the reader takes it. <see cref="Drain"/> waits for that.</summary>
    public override void Flush()
    {
    }

    /// <summary>The program leaves: nobody waits here for the reader from now on.</summary>
    public void StopWaiting()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Waits until all is written. After <see cref="StopWaiting"/>, only a moment longer. False where something is not written.
    /// </summary>
    public bool Drain() => Drain(null);

    /// <summary>Waits until all is written, but no longer than this.</summary>
    public bool Drain(TimeSpan most) => Drain((TimeSpan?)most);

    private bool Drain(TimeSpan? most)
    {
        lock (_gate)
        {
            long? end = null;
            while (_done < _accepted && !IsClosed)
            {
                if (most is null && !_stopped)
                {
                    Monitor.Wait(_gate);
                    continue;
                }

                end ??= Environment.TickCount64 + (long)(most ?? patience.Grace).TotalMilliseconds;
                var left = end.Value - Environment.TickCount64;
                if (left <= 0) break;
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(left));
            }

            return _done >= _accepted;
        }
    }

    private void Accept(string text)
    {
        if (text.Length == 0) return;
        var after = Other?.Accepted ?? 0;
        lock (_gate)
        {
            while (IsFull && !_stopped && !IsClosed) Monitor.Wait(_gate);
            if (IsFull || IsClosed)
            {
                _lostLines += LinesOf(text);
                return;
            }

            _waiting.Enqueue((text, after));
            _accepted += text.Length;
            _thread ??= Start();
            Monitor.PulseAll(_gate);
        }
    }

    private bool IsFull => _accepted - _done >= Capacity;

    private long Accepted
    {
        get
        {
            lock (_gate) return _accepted;
        }
    }

    private Thread Start()
    {
        var thread = new Thread(WriteAll) { IsBackground = true, Name = "output" };
        thread.Start();
        return thread;
    }

    private void WriteAll()
    {
        while (true)
        {
            var (text, after) = NextChunk();
            Other?.WaitUntilDone(after);
            Finish(text, FailureOf(text));
        }
    }

    private (string Text, long After) NextChunk()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0) Monitor.Wait(_gate);
            var (first, after) = _waiting.Dequeue();
            var text = new StringBuilder(first);
            while (text.Length < ChunkLength && _waiting.TryPeek(out var next) && next.After == after) text.Append(_waiting.Dequeue().Text);
            _inHand = text.ToString();
            return (_inHand, after);
        }
    }

    /// <summary>Waits for earlier text, for a moment: a queue that does not move is not waited for again before it moves.</summary>
    private void WaitUntilDone(long count)
    {
        lock (_gate)
        {
            var end = Environment.TickCount64 + (long)patience.Order.TotalMilliseconds;
            while (_done < count && !IsClosed && _stuckAt != _done)
            {
                var left = end - Environment.TickCount64;
                if (left <= 0) _stuckAt = _done;
                else Monitor.Wait(_gate, TimeSpan.FromMilliseconds(left));
            }
        }
    }

    private IOException? FailureOf(string text)
    {
        if (_cut) text = "\n" + text; // the line that failed may stand there in part
        var bytes = new byte[_encoder.GetByteCount(text, flush: false)];
        _encoder.GetBytes(text, bytes, flush: false);
        try
        {
            sink(bytes);
            _cut = false;
            return null;
        }
        catch (IOException e)
        {
            _cut = true;
            return e;
        }
    }

    private void Finish(string text, IOException? failure)
    {
        if (failure is not null && Failure is null) OnFailure?.Invoke(failure); // before whoever drains this queue goes on
        lock (_gate)
        {
            if (failure is not null)
            {
                Failure ??= failure;
                _lostLines += LinesOf(text);
                IsClosed |= OutputErrors.AreFinal(failure);
            }

            (_done, _inHand) = (_done + text.Length, "");
            if (IsClosed)
            {
                _lostLines += _waiting.Sum(waiting => LinesOf(waiting.Text));
                _waiting.Clear();
                _done = _accepted;
            }

            Monitor.PulseAll(_gate);
        }
    }

    private static int LinesOf(string text) => text.AsSpan().Count('\n');
}
