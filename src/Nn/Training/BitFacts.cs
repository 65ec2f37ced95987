using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;

namespace ActorGaze.Nn.Training;

/// <summary>
/// What the bits of a training depend on besides its settings and its images. Written into every checkpoint, and into the journal when an
/// attempt starts.
/// </summary>
/// <param name="LibTorch">Its version.</param>
/// <param name="Device">The name of the processor or of the GPU.</param>
/// <param name="Capability">The instructions that libtorch uses (<c>DEFAULT</c>, <c>AVX2</c>, <c>AVX512</c>), and for bfloat16 those that
/// the processor has for it (<c>AVX512 and amx_bf16</c>); or the GPU's compute capability (<c>9.0</c>).</param>
/// <param name="Threads">Within one operation.</param>
/// <param name="Precision">Of activations and convolutions.</param>
public sealed partial record BitFacts(string LibTorch, string Device, string Capability, int Threads, Precision Precision)
{
    private const string Library = "libtorch_cpu";
    private const string CudaDriver = "libcuda.so.1";
    private const string Unknown = "unknown";
    private const string BfloatPart = " and ";
    private const int CapabilityMajor = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
    private const int CapabilityMinor = 76;
    private static readonly string[] LimitVariables = ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"];

    /// <summary>The facts of this process and a device.</summary>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="InvalidInputException">A device that is not here.</exception>
    public static BitFacts Of(string device, int threads, Precision precision)
    {
        var found = Devices.Named(device);
        var (name, capability) = found.type == DeviceType.CUDA ? Gpu(Math.Max(0, found.index)) : (Processor(), CpuCapability(precision));
        return new BitFacts(Nn.LibTorch.Version(), name, capability, threads, precision);
    }

    /// <summary>
    /// What differs between the facts of a checkpoint and those it would go on under, in words; empty where the bits stay what they would
    /// have been.
    /// </summary>
    public IReadOnlyList<string> Differences(BitFacts now) =>
    [
        .. new[]
        {
            Difference("libtorch", LibTorch, now.LibTorch),
            Difference("device", Device, now.Device),
            TellsBfloat == now.TellsBfloat
                ? Difference("capability", Capability, now.Capability)
                : Difference("capability", Without(Capability), Without(now.Capability)), // the first versions told nothing of bfloat16
            Difference("threads", Threads.ToString(CultureInfo.InvariantCulture), now.Threads.ToString(CultureInfo.InvariantCulture)),
            Difference("precision", $"{Precision}", $"{now.Precision}"),
        }.OfType<string>(),
    ];

    public override string ToString()
    {
        var precision = Precision.ToString().ToLowerInvariant();
        var threads = Threads == 1 ? "thread" : "threads";
        return FormattableString.Invariant($"{Device}, {Capability}, libtorch {LibTorch}, {Threads} {threads}, {precision}");
    }

    private static string? Difference(string what, string before, string now) =>
        before == now ? null : $"{what} {before} before, {now} now";

    private static string Processor()
    {
        var told = ProcessorInfo();
        string[] parts = [.. new[] { "vendor_id", "cpu family", "model" }.Select(key => told[key].FirstOrDefault()).OfType<string>()];
        return parts.Length == 3 ? $"{parts[0]} family {parts[1]} model {parts[2]}" : RuntimeInformation.ProcessArchitecture.ToString();
    }

    private bool TellsBfloat => Capability.Contains(BfloatPart, StringComparison.Ordinal);

    private static string Without(string capability) => capability.Split(BfloatPart)[0];

    /// <summary>oneDNN takes the best that it finds, and each sums in its own order. A virtual machine may hide them.</summary>
    private static string BfloatInstructions()
    {
        string[] known = ["amx_bf16", "avx512_bf16"];
        var flags = ProcessorInfo()["flags"].FirstOrDefault()?.Split(' ') ?? [];
        return BfloatPart + (known.FirstOrDefault(flags.Contains) ?? "no bfloat16");
    }

    /// <summary>What Linux says of the first processor; nothing where it says nothing.</summary>
    private static ILookup<string, string> ProcessorInfo()
    {
        const string Info = "/proc/cpuinfo";
        string[] lines = [];
        try
        {
            if (File.Exists(Info)) lines = [.. File.ReadLines(Info).TakeWhile(line => line.Length > 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // hidden: nothing is said
        }

        return lines.Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0].Trim(), pair => pair[1].Trim());
    }

    /// <summary>
    /// What libtorch chose at its start, by the processor and ATEN_CPU_CAPABILITY; with the variable that limits oneDNN, where one is set.
    /// </summary>
    private static string CpuCapability(Precision precision)
    {
        _ = torch.get_num_threads(); // libtorch is loaded from here on
        var limit = LimitVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is { Length: > 0 });
        var chosen = Unknown;
        if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            Span<byte> text = stackalloc byte[CxxString.Bytes];
            try
            {
                CpuCapability(ref MemoryMarshal.GetReference(text));
                chosen = CxxString.Take(text);
            }
            catch (EntryPointNotFoundException)
            {
                // this libtorch does not tell
            }
        }

        var limited = limit is null ? chosen : $"{chosen}, oneDNN at most {limit}";
        return precision == Precision.Bfloat16 ? limited + BfloatInstructions() : limited;
    }

    private static (string Name, string Capability) Gpu(int index)
    {
        try
        {
            Span<byte> name = stackalloc byte[256];
            if (GpuName(ref MemoryMarshal.GetReference(name), name.Length, index) != 0
                || GpuAttribute(out var major, CapabilityMajor, index) != 0
                    || GpuAttribute(out var minor, CapabilityMinor, index) != 0) return ("CUDA device", Unknown);
            return (Encoding.UTF8.GetString(name[..Math.Max(0, name.IndexOf((byte)0))]), FormattableString.Invariant($"{major}.{minor}"));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return ("CUDA device", Unknown);
        }
    }

    [LibraryImport(Library, EntryPoint = "_ZN2at18get_cpu_capabilityB5cxx11Ev")]
    private static partial nint CpuCapability(ref byte text);

    [LibraryImport(CudaDriver, EntryPoint = "cuDeviceGetName")]
    private static partial int GpuName(ref byte name, int length, int device);

    [LibraryImport(CudaDriver, EntryPoint = "cuDeviceGetAttribute")]
    private static partial int GpuAttribute(out int value, int attribute, int device);
}
