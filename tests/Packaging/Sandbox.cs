using System.Diagnostics;
using ActorGaze.Nn;

namespace ActorGaze.Tests.Packaging;

/// <summary>
/// A folder in which the SDK works as on a new user's machine: a home and a package folder of its own, no registry. What this machine has
/// restored is read where it lies, and nothing of the machine changes.
/// </summary>
internal sealed class Sandbox : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5); // against hanging; nothing waits for it to pass

    // What an SDK needs of the world outside. All else is left out: this test may itself run in an SDK's process.
    private static readonly string[] Kept = ["PATH", "DOTNET_ROOT", "LANG", "LD_LIBRARY_PATH"];

    private const string Libtorch = "libtorch-cpu-linux-x64";

    private readonly List<Process> _started = [];

    public Sandbox()
    {
        Root = Directory.CreateTempSubdirectory("ag-new-").FullName;
        Feed = Directory.CreateDirectory(Path.Combine(Root, "feed")).FullName;
        foreach (var folder in new[] { Packages, Temporary, Configuration }) Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(Configuration, "NuGet.Config"),
            $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{Feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{OfTheMachine}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>Where this machine's packages lie.</summary>
    public static string OfTheMachine { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public string Root { get; }

    /// <summary>The only source of packages.</summary>
    public string Feed { get; }

    /// <summary>The package folder of whoever lives here.</summary>
    public string Packages => Path.Combine(Root, "packages");

    private string Home => Path.Combine(Root, "home");

    private string Configuration => Path.Combine(Home, ".nuget", "NuGet");

    private string Temporary => Path.Combine(Root, "tmp");

    /// <summary>False where this repository was built with another libtorch (TorchBackend).</summary>
    public static bool CanBringLibtorch => Directory.Exists(LibtorchOfTheMachine);

    private static string LibtorchOfTheMachine => Path.Combine(OfTheMachine, Libtorch, TorchPackage.Version);

    public bool HasLibtorch => Directory.Exists(Path.Combine(Packages, Libtorch));

    /// <summary>As the program's message says, from what this machine has restored.</summary>
    public async Task BringLibtorchAsync()
    {
        if (!HasLibtorch) await DotnetAsync("", "package", "download", $"{Libtorch}@{TorchPackage.Version}", "--output", Packages, "--source", OfTheMachine);
    }

    /// <summary>The SDK with these words, in a folder below the root; it must end well.</summary>
    public async Task<string> DotnetAsync(string folder, params string[] words)
    {
        var (status, output) = await StatusAsync(folder, words);
        Assert.True(status == 0, $"dotnet {string.Join(' ', words)}: status {status}\n{output}");
        return output;
    }

    /// <summary>The SDK with these words, and how it ended, with both its outputs.</summary>
    public async Task<(int Status, string Output)> StatusAsync(string folder, params string[] words)
    {
        var process = Start(folder, words);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(LongestWait);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>The SDK with these words, under way.</summary>
    public Process Start(string folder, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", words) { WorkingDirectory = Path.Combine(Root, folder), RedirectStandardOutput = true, RedirectStandardError = true };
        var kept = Kept.ToDictionary(name => name, name => start.Environment.TryGetValue(name, out var value) ? value : null);
        start.Environment.Clear();
        foreach (var (name, value) in kept)
            if (value is not null) start.Environment[name] = value;
        foreach (var (name, value) in OfOurOwn()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(Root, recursive: true);
    }

    private Dictionary<string, string> OfOurOwn() => new()
    {
        ["HOME"] = Home,
        ["DOTNET_CLI_HOME"] = Home,
        ["TMPDIR"] = Temporary,
        ["NUGET_PACKAGES"] = Packages,
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        // No process stays behind.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
    };
}
