using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>Holds a run's trainer at a step, once, until it is opened.</summary>
internal sealed class Gate(RunId run, TrainingPosition at) : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();

    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromMinutes(1), Deadline.Token);

    public EngineObserver Observer => new() { Stepped = Stepped };

    public void Open() => _open.Set();

    public void Dispose() => Open(); // the event itself may still be waited for

    private void Stepped(RunId who, TrainingPosition where)
    {
        if (who == run && where == at && _reached.TrySetResult()) _open.Wait();
    }
}
