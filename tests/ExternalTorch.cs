using System.Runtime.CompilerServices;
using ActorGaze.Nn;

namespace ActorGaze.Tests;

/// <summary>Tests that were built without libtorch take the one that the user names, as the program does.</summary>
internal static class ExternalTorch
{
    [ModuleInitializer]
    internal static void Load()
    {
        if (Environment.GetEnvironmentVariable(LibTorch.Variable) is { Length: > 0 } folder) LibTorch.Load(folder);
    }
}
