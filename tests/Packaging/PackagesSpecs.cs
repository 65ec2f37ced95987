using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tests.Documentation;

namespace ActorGaze.Tests.Packaging;

/// <summary>
/// What a new user does with the packages alone, outside the repository and without a registry. ACTORGAZE_LONG=1 does it in C# too.
/// </summary>
[Slow]
public sealed class PackagesSpecs : IClassFixture<PackedFeed>
{
    private const string Run = "first-narrow-w50-t1";

    private readonly PackedFeed _feed;

    public PackagesSpecs(PackedFeed feed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "The packages are looked at as they are packed on Linux.");
        Assert.SkipUnless(Sandbox.CanBringLibtorch, "This build has another libtorch than the packages' users take.");
        _feed = feed;
    }

    [Theory]
    [InlineData("ActorGaze.Nn")]
    [InlineData("ActorGaze.Actors")]
    public void A_library_brings_its_documentation_its_symbols_and_no_libtorch(string name)
    {
        using var package = _feed.Open($"{name}.{VersionsTests.Own}.nupkg");
        using var symbols = _feed.Open($"{name}.{VersionsTests.Own}.snupkg");

        Assert.Contains($"lib/net10.0/{name}.xml", package.Entries.Select(entry => entry.FullName));
        Assert.Contains("README.md", package.Entries.Select(entry => entry.FullName));
        Assert.Contains($"lib/net10.0/{name}.pdb", symbols.Entries.Select(entry => entry.FullName));
        var needs = Nuspec(package).Descendants().Where(element => element.Name.LocalName == "dependency").Select(dependency => dependency.Attribute("id")!.Value).ToList();
        Assert.Contains("TorchSharp", needs);
        Assert.DoesNotContain(needs, need => need.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase) || need.StartsWith("TorchSharp-", StringComparison.Ordinal));
    }

    [Fact]
    public void The_tool_is_small_for_it_has_no_libtorch_and_one_name_leads_to_the_package_of_each_system()
    {
        using var leading = _feed.Open($"actorgaze.{VersionsTests.Own}.nupkg");
        using var program = _feed.Open($"actorgaze.linux-x64.{VersionsTests.Own}.nupkg");

        Assert.InRange(program.Entries.Sum(entry => entry.CompressedLength), 1, 40_000_000);
        Assert.DoesNotContain(program.Entries, entry => entry.Name.StartsWith("libtorch", StringComparison.Ordinal));
        Assert.Contains("tools/net10.0/linux-x64/sweeps/quickstart.conf", program.Entries.Select(entry => entry.FullName));
        using var settings = leading.GetEntry("tools/any/any/DotnetToolSettings.xml")!.Open();
        Assert.Equal("actorgaze.linux-x64", XDocument.Load(settings).Descendants("RuntimeIdentifierPackage").Single().Attribute("Id")!.Value);
    }

    [Fact]
    public Task A_project_in_fsharp_is_made_tested_trained_killed_and_goes_on_to_the_same_bits() => TryAsync("actorgaze-fsharp", "fs-lab");

    [Fact]
    public Task A_project_in_csharp_is_made_tested_trained_killed_and_goes_on_to_the_same_bits()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ACTORGAZE_LONG") == "1", "The same as in F#: ACTORGAZE_LONG=1 runs it.");
        return TryAsync("actorgaze-csharp", "CsLab");
    }

    /// <summary>docs/lab.fsx as it is, in a folder of its own.</summary>
    [Fact]
    public async Task The_fsharp_script_trains_its_network_and_shows_its_results_and_its_weights()
    {
        var sandbox = _feed.Sandbox;
        var folder = Directory.CreateDirectory(Path.Combine(sandbox.Root, "script")).FullName;
        File.Copy(Path.Combine(Snippet.Root, "docs", "lab.fsx"), Path.Combine(folder, "lab.fsx"));
        await sandbox.BringLibtorchAsync();

        var told = await sandbox.DotnetAsync("script", "fsi", "lab.fsx", "state");

        var runs = JournalReader.Open(Path.Combine(folder, "state")).RunsOf("script").ToList();
        Assert.Equal(4, runs.Count(run => run.Phase == RunPhase.Completed));
        Assert.All(runs, run => Assert.Contains(run.Spec!.Id.Value, told, StringComparison.Ordinal));
        Assert.Contains(FormattableString.Invariant($"epoch 4  gaze deviation {runs[^1].Epochs[^1].Evaluation.GazeDeviation:F4}"), told, StringComparison.Ordinal);
        Assert.Contains("model.head.weight", told, StringComparison.Ordinal);
    }

    private async Task TryAsync(string template, string name)
    {
        var (sandbox, cancel) = (_feed.Sandbox, Deadline.Token);
        string State(string which) => Path.Combine(sandbox.Root, $"{name}-{which}");
        string[] Words(string which) =>
        [
            "actorgaze", "run", "sweep.conf", "--plain", "--state", State(which), "--set", "sweep.gaze-weights=[50]", "--set", "network.width=8",
            "--set", "training.epochs=16",
        ];

        await sandbox.DotnetAsync("", "new", template, "-o", name);
        Assert.Contains("succeeded: 2", await sandbox.DotnetAsync(name, "test", "-c", "Release"), StringComparison.Ordinal);
        await sandbox.DotnetAsync(name, "tool", "restore");

        if (!sandbox.HasLibtorch)
        {
            var (status, told) = await sandbox.StatusAsync(name, Words("without"));
            Assert.Equal(5, status);
            Assert.Contains($"'dotnet package download libtorch-cpu-linux-x64@{TorchPackage.Version} --output {sandbox.Packages}' brings it", told, StringComparison.Ordinal);
            await sandbox.BringLibtorchAsync();
        }

        var undisturbed = sandbox.DotnetAsync(name, Words("undisturbed"));
        var killed = sandbox.Start(name, Words("killed"));
        await UntilAsync(() => EpochsIn(State("killed")) is > 0, cancel);
        System.Diagnostics.Process.GetProcessById(EngineRecord.Read(new StateFolder(State("killed")).LockHolder)!.ProcessId).Kill();
        await killed.WaitForExitAsync(cancel);
        Assert.InRange(EpochsIn(State("killed"))!.Value, 1, 15);
        await sandbox.DotnetAsync(name, Words("killed"));
        await undisturbed;

        var (whole, resumed) = (RunIn(State("undisturbed"))!, RunIn(State("killed"))!);
        Assert.Equal((RunPhase.Completed, RunPhase.Completed, 1), (whole.Phase, resumed.Phase, whole.Attempts));
        Assert.True(resumed.Attempts > 1);
        Assert.NotNull(whole.WeightsSha256);
        Assert.Equal(whole.WeightsSha256, resumed.WeightsSha256);
    }

    private static int? EpochsIn(string state) => RunIn(state)?.Epochs.Count;

    /// <summary>Null where the journal is not there yet.</summary>
    private static RunState? RunIn(string state) =>
        File.Exists(new StateFolder(state).Journal) && JournalReader.Open(state).Run(new RunId(Run)) is { Spec: not null } run ? run : null;

    private static async Task UntilAsync(Func<bool> holds, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!holds()) await Task.Delay(20, limit.Token);
    }

    private static XDocument Nuspec(ZipArchive package)
    {
        using var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec);
    }
}
