using ActorGaze.Nn;
using Akka.Actor;

namespace ActorGaze.Actors.Engine;

/// <summary>Whether the sweeps that the state folder knows have been brought back: commands wait for it.</summary>
/// <param name="plan">The engine's devices. An engine that never knows them brings nothing back.</param>
internal sealed class Readiness(Task<SlotPlan> plan, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(75); // a client waits 90

    /// <summary>Completes when they have been, where that was asked for; and when they cannot be.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    /// <exception cref="AskTimeoutException">It takes longer than a client waits.</exception>
    /// <exception cref="PreventedException">The engine leaves before it knows its devices.</exception>
    public async Task WaitAsync()
    {
        await Ready.WaitAsync(LongestWait, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Ready.IsCompleted) throw new AskTimeoutException("The sweeps are still being brought back.");
        if (!plan.IsCompletedSuccessfully) throw new PreventedException("The engine leaves before it has brought back its sweeps.");
    }
}
