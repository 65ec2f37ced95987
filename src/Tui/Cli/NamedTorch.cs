using ActorGaze.Nn;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// The libtorch that the user names. Each verb that trains, or opens an engine, loads it before anything of TorchSharp is touched.
/// </summary>
internal static class NamedTorch
{
    /// <summary>Loads the folder that ACTORGAZE_LIBTORCH names; does nothing where it names none.</summary>
    /// <exception cref="InvalidInputException">The folder is not there, or its libraries do not load.</exception>
    public static void Load(Surroundings around)
    {
        if (around.Environment(LibTorch.Variable) is { Length: > 0 } folder) LibTorch.Load(folder);
    }
}
