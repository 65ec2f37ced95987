using System.Runtime.InteropServices;

namespace ActorGaze.Benchmarks;

/// <summary>Where figures come from: without it they mean nothing.</summary>
internal static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo";

    public static string Facts() =>
        $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, libtorch {TorchSharp.torch.__version__}";

    private static string Processor()
    {
        var line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
