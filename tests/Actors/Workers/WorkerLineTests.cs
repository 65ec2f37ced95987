using System.IO.Pipes;
using System.Text;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Workers;

namespace ActorGaze.Tests.Actors.Workers;

/// <summary>Two ends of a line in one process.</summary>
public sealed class WorkerLineTests : IDisposable
{
    private readonly AnonymousPipeServerStream _out = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream _back = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream _in;
    private readonly AnonymousPipeClientStream _backIn;
    private readonly List<object> _received = [];

    public WorkerLineTests() => (_in, _backIn) = (new(PipeDirection.In, _out.ClientSafePipeHandle), new(PipeDirection.In, _back.ClientSafePipeHandle));

    public void Dispose()
    {
        foreach (var stream in new Stream[] { _out, _back, _in, _backIn }) stream.Dispose();
    }

    [Fact]
    public async Task What_is_told_is_received_in_its_order_and_the_end_comes_last()
    {
        using var engine = new WorkerLine(_back, _in, _received.Add);
        var listening = engine.ListenAsync();
        using (var worker = new WorkerLine(_out, _backIn, _ => { }))
        {
            for (var i = 1; i <= 500; i++) worker.Tell(new WorkerReport.Counted("s", i, i, []));
            await worker.SentAsync();
        }

        await listening;

        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), _received.Cast<WorkerReport.Counted>().Select(c => c.Steps));
    }

    [Fact]
    public async Task A_record_of_another_version_ends_the_line_and_says_which()
    {
        using var engine = new WorkerLine(_back, _in, _received.Add);
        var listening = engine.ListenAsync();
        await _out.WriteAsync(Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","method":"tell","params":["worker-report/sung/1","{}"]}""" + "\n"), Deadline.Token);
        await _out.FlushAsync(Deadline.Token);

        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(() => listening);

        Assert.Contains("worker-report/sung/1", wrong.Message, StringComparison.Ordinal);
        Assert.Empty(_received);
    }

    [Fact]
    public async Task What_is_told_to_an_end_that_is_gone_is_lost_without_harm()
    {
        using var worker = new WorkerLine(_out, _backIn, _ => { });
        _in.Dispose();
        _out.Dispose();

        worker.Tell(new WorkerReport.Counted("s", 1, 1, []));

        await worker.SentAsync();
    }
}
