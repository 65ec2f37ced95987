using ActorGaze.Nn;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// The libtorch that the user names, or that NuGet has where the program comes without one. Each verb that trains loads it before anything
/// of TorchSharp is touched.
/// </summary>
internal static class NamedTorch
{
    /// <summary>Loads it; does nothing where the program has its own.</summary>
    /// <exception cref="InvalidInputException">The folder is not there, or its libraries do not load.</exception>
    /// <exception cref="PreventedException">There is no libtorch.</exception>
    public static void Load(Surroundings around) => LibTorch.Load(around.Environment);

    /// <summary>Says at once that there is none, where others will load it.</summary>
    /// <exception cref="PreventedException">There is no libtorch.</exception>
    public static void Require(Surroundings around) => LibTorch.Folder(around.Environment);
}
