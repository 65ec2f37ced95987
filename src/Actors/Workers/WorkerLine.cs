using System.IO.Pipelines;
using System.Text;
using ActorGaze.Actors.Contracts.Serialization;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;

namespace ActorGaze.Actors.Workers;

/// <summary>
/// One end of the line between an engine and a worker: records under their manifests, in the order in which they were told. JSON-RPC, a
/// message a line.
/// </summary>
internal sealed class WorkerLine : IDisposable
{
    private const string Method = "tell";

    private readonly NonConcurrentSynchronizationContext _inOrder = new(sticky: false);
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly JsonRpc _rpc;
    private readonly Lock _guard = new();
    private Task _sent = Task.CompletedTask;

    /// <param name="received">Is told every record, one after another, on some thread.</param>
    public WorkerLine(Stream sending, Stream receiving, Action<object> received)
    {
        _rpc = new JsonRpc(
            new NewLineDelimitedMessageHandler(PipeWriter.Create(sending), PipeReader.Create(receiving), new SystemTextJsonFormatter())) 
        {
            SynchronizationContext = _inOrder,
        };
        _rpc.Disconnected += (_, end) =>
        {
            if (end.Reason == DisconnectedReason.ParseError)
                _broken.TrySetException(new InvalidDataException($"it wrote what is no message: {end.Description}"));
        };
        _rpc.AddLocalRpcMethod(Method, (string manifest, string json) =>
        {
            try
            {
                received(JournalSerializer.Read(Encoding.UTF8.GetBytes(json), manifest));
            }
            catch (Exception e) // the other end must not be left waiting for an answer that cannot come
            {
                _broken.TrySetException(e);
                _rpc!.Dispose();
            }
        });
    }

    /// <summary>Begins to listen. Completes when the other end is gone and all that it told has been received; fails where that could not
    /// be read.</summary>
    public async Task ListenAsync()
    {
        _rpc.StartListening();
        await _rpc.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _inOrder.Post(_ => last.SetResult(), null);
        await last.Task.ConfigureAwait(false);
        if (_broken.Task.IsFaulted) await _broken.Task.ConfigureAwait(false);
    }

    /// <summary>Sends a record. To an end that is gone nothing is sent.</summary>
    public void Tell(object record)
    {
        var (manifest, json) = (Manifests.Of(record.GetType()), Encoding.UTF8.GetString(JournalSerializer.Write(record)));
        lock (_guard) _sent = Task.WhenAll(_sent, _rpc.NotifyAsync(Method, manifest, json)).ContinueWith(
            // ListenAsync tells of the end
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when all that was told before has been handed to the system.</summary>
    public Task SentAsync()
    {
        lock (_guard) return _sent;
    }

    public void Dispose() => _rpc.Dispose();
}
