using System.Runtime.InteropServices;
using TorchSharp;

namespace ActorGaze.Nn.Training;

/// <summary>
/// Asks libtorch for kernels that give the same bits twice, where it has such kernels. TorchSharp has no call for it; libtorch_cpu exports
/// one.
/// </summary>
public static partial class Determinism
{
    private const string Library = "libtorch_cpu";
    private const string WorkspaceVariable = "CUBLAS_WORKSPACE_CONFIG";

    /// <summary>True where kernels are asked to be deterministic.</summary>
    public static bool IsAsked => Asks(Context()) != 0;

    /// <summary>
    /// From now on, in the whole process: deterministic kernels where there are any, the usual ones elsewhere (a warning each). CPU kernels
    /// are deterministic already.
    /// </summary>
    /// <param name="tf32">Whether float32 products on a CUDA device may be made of TF32 numbers.</param>
    public static void Ask(bool tf32 = false)
    {
        _ = torch.cuda.is_available(); // libtorch is loaded from here on
        // read by cuBLAS at its start, past the runtime's own copy
        if (OperatingSystem.IsLinux()) _ = SetEnvironment(WorkspaceVariable, ":4096:8", overwrite: 0);
        torch.backends.cuda.matmul.allow_tf32 = tf32;
        torch.backends.cudnn.allow_tf32 = tf32;
        Ask(Context(), 1, warnOnly: 1);
    }

    /// <summary>Takes that back; for tests.</summary>
    internal static void Forget() => Ask(Context(), 0, warnOnly: 0);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport(Library, EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint Context();

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context26setDeterministicAlgorithmsEbb")]
    private static partial void Ask(nint context, byte on, byte warnOnly);

    [LibraryImport(Library, EntryPoint = "_ZNK2at7Context23deterministicAlgorithmsEv")]
    private static partial byte Asks(nint context);
}
