using System.Text;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Terminal;

public sealed class OutputQueueTests
{
    private const int NoSpace = 28; // ENOSPC
    private const int ReaderGone = 32; // EPIPE

    private readonly Reader _reader = new();

    [Fact]
    public void What_is_written_reaches_the_reader_whole_and_in_order()
    {
        var queue = Queue();

        for (var i = 0; i < 1000; i++) queue.WriteLine($"{i} ✓");
        queue.Write('\ud83d');
        queue.Write('\ude00');

        Assert.True(queue.Drain());
        Assert.Equal(string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i} ✓\n")) + "😀", _reader.Text);
        Assert.Equal(0, queue.LinesNotShown);
    }

    [Fact]
    public async Task A_reader_that_is_merely_slow_gets_everything_although_it_is_more_than_the_queue_holds()
    {
        var (queue, line) = (Queue(), new string('x', 1000));
        _reader.Stop();

        var writing = Task.Run(() => WriteLines(queue, line, 3 * OutputQueue.Capacity / 1000), Cancel);
        Assert.True(SpinWait.SpinUntil(() => queue.LinesNotShown >= OutputQueue.Capacity / 1001, LongestWait), "the queue never was full");
        Assert.False(writing.IsCompleted); // it waits for room
        _reader.GoOn();
        await writing;

        Assert.True(queue.Drain());
        Assert.Equal(3 * OutputQueue.Capacity / 1000, _reader.Text.Count(c => c == '\n'));
        Assert.Equal(0, queue.LinesNotShown);
    }

    [Fact]
    public async Task Whoever_waits_for_room_is_let_go_once_the_program_leaves_and_what_is_lost_is_counted()
    {
        var (queue, line) = (Queue(), new string('x', 1000));
        _reader.Stop();
        const int Lines = 2 * OutputQueue.Capacity / 1000;
        var writing = Task.Run(() => WriteLines(queue, line, Lines), Cancel);
        Assert.True(SpinWait.SpinUntil(() => queue.LinesNotShown >= OutputQueue.Capacity / 1001, LongestWait), "the queue never was full");

        queue.StopWaiting();
        await writing.WaitAsync(LongestWait, Cancel);

        Assert.False(queue.Drain(TimeSpan.Zero));
        Assert.Equal(Lines, queue.LinesNotShown);
        _reader.GoOn();
    }

    [Fact]
    public void A_text_longer_than_the_queue_is_taken_whole()
    {
        var queue = Queue();

        queue.Write(new string('x', 2 * OutputQueue.Capacity));

        Assert.True(queue.Drain());
        Assert.Equal(2 * OutputQueue.Capacity, _reader.Text.Length);
    }

    [Fact]
    public void A_full_disk_is_told_once_and_what_is_written_when_there_is_room_again_stands_on_a_line_of_its_own()
    {
        var failures = new List<IOException>();
        var queue = Queue();
        queue.OnFailure = failures.Add;

        foreach (var line in new[] { "one", "two" })
        {
            _reader.Fails(NoSpace);
            queue.WriteLine(line);
            queue.Drain();
        }

        _reader.Fails(0);
        queue.WriteLine("three");

        Assert.True(queue.Drain());
        Assert.Equal("\nthree\n", _reader.Text);
        Assert.Equal(NoSpace, Assert.Single(failures).HResult);
        Assert.Equal(2, queue.LinesNotShown);
        Assert.False(queue.IsClosed);
    }

    [Fact]
    public void A_reader_that_is_gone_is_not_written_to_again()
    {
        var queue = Queue();
        _reader.Fails(ReaderGone);

        queue.WriteLine("one");
        Assert.True(queue.Drain());
        _reader.Fails(0);
        queue.WriteLine("two");

        Assert.True(queue.Drain());
        Assert.True(queue.IsClosed);
        Assert.Empty(_reader.Text);
    }

    [Fact]
    public void Both_streams_on_one_terminal_are_read_in_the_order_of_their_writing()
    {
        var output = new ProcessOutput(_reader.Write, _reader.Write, Encoding.UTF8, Patient);
        var expected = new StringBuilder();

        for (var i = 0; i < 200; i++)
        {
            (i % 3 == 0 ? output.Error : output.Out).WriteLine($"{i}");
            expected.Append(i).Append('\n');
        }

        Assert.True(output.Finish());
        Assert.Equal(expected.ToString(), _reader.Text);
    }

    [Fact]
    public void That_standard_output_cannot_be_written_is_one_sentence_on_standard_error()
    {
        var errors = new Reader();
        var output = new ProcessOutput(_reader.Write, errors.Write, Encoding.UTF8, Patient);
        _reader.Fails(NoSpace);

        for (var i = 0; i < 3; i++)
        {
            output.Out.WriteLine("a line");
            output.Out.Drain();
        }

        output.Finish();
        Assert.Equal($"actorgaze: standard output cannot be written: error {NoSpace}.\n", errors.Text);
    }

    [Fact]
    public void Whoever_waits_until_all_is_written_goes_on_after_a_failure_was_told()
    {
        var told = false;
        using var queue = Queue();
        queue.OnFailure = _ =>
        {
            Thread.Yield();
            Thread.SpinWait(10_000_000);
            told = true;
        };
        _reader.Fails(NoSpace);

        queue.WriteLine("a line");
        queue.Drain();

        Assert.True(told);
    }

    [Fact]
    public void A_reader_that_has_seen_enough_is_no_error()
    {
        var errors = new Reader();
        var output = new ProcessOutput(_reader.Write, errors.Write, Encoding.UTF8, Patient);
        _reader.Fails(ReaderGone);

        output.Out.WriteLine("a line");

        Assert.True(output.Finish());
        Assert.Empty(errors.Text);
    }

    [Fact]
    public void Lines_that_a_stuck_reader_has_not_taken_when_the_program_leaves_are_counted_on_standard_error()
    {
        var errors = new Reader();
        var output = new ProcessOutput(_reader.Write, errors.Write, Encoding.UTF8, new OutputPatience(TimeSpan.Zero, TimeSpan.Zero));
        _reader.Stop();
        output.Out.Write("a\nb\nc\n");

        output.StopWaiting();

        Assert.False(output.Finish());
        Assert.True(output.Error.Drain(LongestWait));
        Assert.Equal("actorgaze: standard output was not read: 3 lines were not shown.\n", errors.Text);
        _reader.GoOn();
    }

    private static TimeSpan LongestWait => TimeSpan.FromSeconds(60); // against hanging; nothing waits for it to pass

    private static CancellationToken Cancel => Deadline.Token;

    private static OutputPatience Patient => new(LongestWait, LongestWait);

    private OutputQueue Queue() => new(_reader.Write, Encoding.UTF8, Patient);

    private static void WriteLines(OutputQueue queue, string line, int count)
    {
        for (var i = 0; i < count; i++) queue.WriteLine(line);
    }

    /// <summary>Whoever reads: at once, not at all until it goes on, or with an error.</summary>
    private sealed class Reader
    {
        private readonly ManualResetEventSlim _reads = new(true);
        private readonly List<byte> _bytes = [];
        private volatile int _error;

        public string Text
        {
            get
            {
                lock (_bytes) return Encoding.UTF8.GetString([.. _bytes]);
            }
        }

        public void Stop() => _reads.Reset();

        public void GoOn() => _reads.Set();

        public void Fails(int error) => _error = error;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            _reads.Wait();
            if (_error is > 0 and var error) throw new IOException($"error {error}", error);
            lock (_bytes) _bytes.AddRange(bytes);
        }
    }
}
