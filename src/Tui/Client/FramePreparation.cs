using ActorGaze.Actors.Control.Dto;

namespace ActorGaze.Tui.Client;

/// <summary>
/// Reads a made-up frame, for whoever has something else to do before the first one, such as finding the engine: that one is sooner read.
/// </summary>
internal static class FramePreparation
{
    public static Task RunAsync() =>
        Task.Run(() => EngineHttp.Parse<FrameDto>("""{"sweeps":[{}],"runs":[{"id":"any"}]}"""u8, "a made-up frame").ToFrame());
}
