using System.Runtime.InteropServices;

namespace ActorGaze.Nn.Training;

/// <summary>How much memory a GPU has. TorchSharp has no call for it; the driver has.</summary>
public static partial class CudaMemory
{
    private const string Driver = "libcuda.so.1";

    /// <summary>Free bytes of a GPU; null where the driver does not tell.</summary>
    /// <param name="device">From 0.</param>
    public static long? Free(int device)
    {
        try
        {
            if (Retain(out var context, device) != 0) return null;
            try
            {
                if (Push(context) != 0) return null;
                var told = MemoryInfo(out var free, out _) == 0;
                _ = Pop(out _);
                return told ? (long)free : null;
            }
            finally
            {
                _ = Release(device);
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport(Driver, EntryPoint = "cuDevicePrimaryCtxRetain")]
    private static partial int Retain(out nint context, int device);

    [LibraryImport(Driver, EntryPoint = "cuDevicePrimaryCtxRelease_v2")]
    private static partial int Release(int device);

    [LibraryImport(Driver, EntryPoint = "cuCtxPushCurrent_v2")]
    private static partial int Push(nint context);

    [LibraryImport(Driver, EntryPoint = "cuCtxPopCurrent_v2")]
    private static partial int Pop(out nint context);

    [LibraryImport(Driver, EntryPoint = "cuMemGetInfo_v2")]
    private static partial int MemoryInfo(out nuint free, out nuint total);
}
