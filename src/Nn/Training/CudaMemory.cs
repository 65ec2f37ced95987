using System.Runtime.InteropServices;

namespace ActorGaze.Nn.Training;

/// <summary>How much memory a GPU has. TorchSharp has no call for it; the driver has.</summary>
public static partial class CudaMemory
{
    /// <summary>Free bytes of the GPU that the calling thread works on; null where the driver does not tell.</summary>
    public static long? Free()
    {
        try
        {
            return MemoryInfo(out var free, out _) == 0 ? (long)free : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libcuda.so.1", EntryPoint = "cuMemGetInfo_v2")]
    private static partial int MemoryInfo(out nuint free, out nuint total);
}
