using System.Diagnostics;
using System.IO.Compression;
using ActorGaze.Tests.Documentation;

namespace ActorGaze.Tests.Packaging;

/// <summary>The packages of this build, in the only feed of a sandbox; the templates are installed.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    private static readonly string[] Projects = ["src/Nn", "src/Actors", "src/Tui", "templates"];

    internal Sandbox Sandbox { get; } = new();

    /// <summary>The files of a package, by their paths in it.</summary>
    internal ZipArchive Open(string name) => ZipFile.OpenRead(Path.Combine(Sandbox.Feed, name));

    public async ValueTask InitializeAsync()
    {
        // What was built is packed as it is. Ahead-of-time images would take a compiler that a quick build has not restored.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Split('_')[0];
        await Task.WhenAll(Projects.Chunk(2).Select(async projects =>
        {
            foreach (var project in projects)
                await PackAsync(project, "-c", configuration, "--no-build", "--no-restore", "-p:PublishReadyToRun=false", "-o", Sandbox.Feed);
        }));
        await Sandbox.DotnetAsync("", "new", "install", Path.Combine(Sandbox.Feed, $"ActorGaze.Templates.{VersionsTests.Own}.nupkg"));
    }

    public ValueTask DisposeAsync()
    {
        Sandbox.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task PackAsync(string project, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", ["pack", project, .. words, "-nodeReuse:false", "-v", "q"])
        {
            WorkingDirectory = Snippet.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        using var pack = Process.Start(start)!;
        var (output, error) = (pack.StandardOutput.ReadToEndAsync(), pack.StandardError.ReadToEndAsync());
        await pack.WaitForExitAsync();
        Assert.True(pack.ExitCode == 0, $"dotnet pack {project}: {await output}{await error}");
    }
}
