using System.Runtime.CompilerServices;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Storage;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// Frames of an engine that may be silent for a while. As long as a process has the state folder, its silence is not its end: the machine
/// may be busy, or the process stopped.
/// </summary>
internal static class ReconnectingFrames
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    /// <summary>A silence of this length is told, once.</summary>
    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(5);

    public static IAsyncEnumerable<Frame> Of(IEngineClient client, Call call, CancellationToken cancel) => Of(
        client, () => EngineLock.IsHeld(new StateFolder(call.StateFolder)),
        gone => call.Around.Error.WriteLine($"actorgaze: {gone.Message} Waiting goes on."), call.Around.Clock, cancel, call.Warn);

    /// <param name="lives">A process has the state folder.</param>
    /// <param name="silent">Told once in each silence.</param>
    /// <param name="tell">Told of a frame that cannot be read, and of a busy engine; null: nobody is.</param>
    /// <exception cref="EngineGoneException">No engine answers, and none lives.</exception>
    public static async IAsyncEnumerable<Frame> Of(
        IEngineClient client, Func<bool> lives, Action<EngineGoneException> silent, TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancel,
        Action<string>? tell = null)
    {
        var (heard, told) = (clock.GetTimestamp(), false);
        while (true)
        {
            await using var frames = client.SteadyFramesAsync(tell ?? (_ => { }), clock, cancel).GetAsyncEnumerator(cancel);
            var gone = await SilenceAsync(frames, lives).ConfigureAwait(false);
            while (gone is null)
            {
                (heard, told) = (clock.GetTimestamp(), false);
                yield return frames.Current;
                gone = await SilenceAsync(frames, lives).ConfigureAwait(false);
            }

            if (!told && clock.GetElapsedTime(heard) >= Notable)
            {
                silent(gone);
                told = true;
            }

            await Task.Delay(BetweenTries, clock, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Null where there is a next frame; else why an engine that lives sent none.</summary>
    private static async Task<EngineGoneException?> SilenceAsync(IAsyncEnumerator<Frame> frames, Func<bool> lives)
    {
        try
        {
            return await frames.MoveNextAsync().ConfigureAwait(false) ? null : new EngineGoneException("The engine sends no more frames.");
        }
        catch (EngineGoneException e) when (e is not EngineVersionException && lives())
        {
            return e;
        }
    }
}
