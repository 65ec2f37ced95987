using ActorGaze.Nn.Randomness;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Chaos;

/// <summary>How a child is to die: from outside at an instant, or by its own hand inside a save or after an event.</summary>
internal sealed record Death(string Kind, Instant? At = null, DeathInside? Inside = null, int? AfterEvent = null)
{
    private const double Early = 0.15;
    private const double InASave = 0.35;
    private const double AfterAnEvent = 0.15;
    private const double InAWorker = 0.5; // of those where crews are processes
    private static readonly TimeSpan Birth = TimeSpan.FromSeconds(3); // loading libtorch, reading journals, drawing images
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(150);

    /// <summary>A death by lot.</summary>
    /// <param name="lots">Where chance comes from.</param>
    /// <param name="steps">Steps the child may take on average, so that work is left for those after it.</param>
    /// <param name="processes">Crews are processes, and half of the deaths are theirs; their engine dies later.</param>
    public static Death Draw(RandomStream lots, double steps, bool processes = false)
    {
        if (processes && lots.NextDouble() < InAWorker) return DrawInWorker(lots, steps);
        var some = 1 + lots.NextInt(Math.Max(1, (int)Math.Round(2 * steps)));
        return lots.NextDouble() switch
        {
            < Early => new Death("early", new Instant(0, Birth * lots.NextDouble())),
            < Early + InASave when !processes => InSaveAt((SaveStage)lots.NextInt(3), some),
            < Early + InASave + AfterAnEvent => new Death("after-event", AfterEvent: some + 1),
            _ => new Death("any-instant", new Instant(some, Step * lots.NextDouble())),
        };
    }

    private static Death InSaveAt(SaveStage stage, int nth) => new($"in-save-{stage.ToString().ToLowerInvariant()}", Inside: new DeathInside(stage, nth));

    private static Death DrawInWorker(RandomStream lots, double steps)
    {
        var some = 1 + lots.NextInt(Math.Max(1, (int)Math.Round(steps)));
        var stage = lots.NextDouble() < 0.5 ? (SaveStage?)null : (SaveStage)lots.NextInt(3);
        var later = new Instant((2 * some) + lots.NextInt(Math.Max(1, (int)Math.Round(steps))), Step * lots.NextDouble());
        return new Death($"worker-{(stage is { } save ? $"in-save-{save.ToString().ToLowerInvariant()}" : "after-step")}", later, new DeathInside(stage, some));
    }
}
