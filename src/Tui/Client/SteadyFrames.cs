using System.Runtime.CompilerServices;
using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Tui.Client;

/// <summary>
/// Frames that go on: after one that cannot be read, or where the engine has no time, it is told and asked again after a while.
/// </summary>
internal static class SteadyFrames
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(16);

    /// <summary>Ends as <see cref="IEngineClient.FramesAsync"/> does where the engine goes away, or is of another major version.</summary>
    /// <param name="tell">What went wrong, and when it is asked again.</param>
    public static async IAsyncEnumerable<Frame> SteadyFramesAsync(
        this IEngineClient client, Action<string> tell, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var pause = Shortest; ; pause = Longer(pause))
        {
            var (since, fault) = (clock.GetTimestamp(), (Exception?)null);
            await using var frames = client.FramesAsync(cancel).GetAsyncEnumerator(cancel);
            while (true)
            {
                try
                {
                    if (!await frames.MoveNextAsync().ConfigureAwait(false)) yield break;
                }
                catch (Exception e) when (e is BrokenAnswerException or EngineBusyException)
                {
                    fault = e;
                    break;
                }

                yield return frames.Current;
            }

            if (clock.GetElapsedTime(since) > Longest) pause = Shortest; // it went well for a while
            tell(FormattableString.Invariant($"asking the engine again in {pause.TotalSeconds:0.#} s: {fault.Message}"));
            await Task.Delay(pause, clock, cancel).ConfigureAwait(false);
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < Longest ? pause * 2 : Longest;
}
