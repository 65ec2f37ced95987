using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ActorGaze.Nn.Data.Batches;

namespace ActorGaze.Benchmarks;

/// <summary>Plain PyTorch in a process of its own, which takes one step for each line that it is told.</summary>
internal sealed class PyTorch : IDisposable
{
    private readonly Process _process;

    private PyTorch(Process process, string version) => (_process, Version) = (process, version);

    public string Version { get; }

    /// <summary>A Python that has torch: the one that ACTORGAZE_PYTHON names, or one of the usual; null where there is none.</summary>
    public static string? Python() => new[] { Environment.GetEnvironmentVariable("ACTORGAZE_PYTHON"), "/usr/bin/python3", "python3" }
        .OfType<string>().FirstOrDefault(python => Run(python, ["-c", "import torch"]) == 0);

    public static string Script(string name, [CallerFilePath] string here = "")
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "pytorch", name);
        return File.Exists(beside) ? beside : Path.Combine(Path.GetDirectoryName(here)!, "pytorch", name);
    }

    public static PyTorch Start(string python, int level, Material material, string device, bool bfloat16)
    {
        var images = Path.Combine(material.Folder, "batch.bin");
        using (var batch = material.Batch(material.Order(Material.BatchSize)))
            File.WriteAllBytes(images, [.. batch.Images!.bytes, .. MemoryMarshal.AsBytes<long>(batch.Labels.data<long>().ToArray())]);
        string[] arguments =
        [
            Script("steps.py"), "--level", $"{level}", "--classes", $"{material.Store.Classes.Length}", "--batch", $"{Material.BatchSize}", "--device", device,
            "--images", images, .. bfloat16 ? ["--bfloat16"] : Array.Empty<string>(),
        ];
        var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var version = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PyTorch did not start.");
        return new PyTorch(process, version);
    }

    /// <summary>Milliseconds of one step, as Python measured them.</summary>
    /// <param name="what">plain, regularised or evaluate.</param>
    public double Milliseconds(string what)
    {
        _process.StandardInput.WriteLine(what);
        _process.StandardInput.Flush();
        return double.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PyTorch has ended."), CultureInfo.InvariantCulture);
    }

    public static int Run(string program, IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1; // there is no such program
        }
    }

    public void Dispose()
    {
        _process.StandardInput.WriteLine("quit");
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
