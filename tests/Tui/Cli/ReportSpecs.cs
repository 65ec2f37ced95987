using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Cli;

/// <summary><c>report</c> over a journal that an engine wrote.</summary>
[Slow]
public sealed class ReportSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Two_reports_of_one_journal_are_the_same_to_the_byte_and_following_a_finished_sweep_ends_at_once()
    {
        await _engine.RunToRest([undisturbed.Run("r"), undisturbed.Run("s")]);
        var folder = ReportFolder.PathOf(_engine.Root, TestEngine.Sweep);

        Assert.Equal(ExitStatus.Well, (await Say("report", TestEngine.Sweep)).Status);
        var first = Files(folder);
        var (status, output, error) = await Say("report", TestEngine.Sweep, "--follow");

        Assert.Equal((ExitStatus.Well, ""), (status, error));
        Assert.StartsWith(Path.Combine(folder, "report.html"), output, StringComparison.Ordinal);
        Assert.Equal(first.Keys, Files(folder).Keys);
        Assert.All(Files(folder), file => Assert.True(file.Value.AsSpan().SequenceEqual(first[file.Key]), file.Key));
        var told = System.Text.Json.JsonDocument.Parse((await Say("report", TestEngine.Sweep, "--json")).Output).RootElement;
        Assert.Equal((TestEngine.Sweep, Path.Combine(folder, "report.html")), (told.GetProperty("sweep").GetString(), told.GetProperty("page").GetString()));
        var times = File.ReadAllLines(Path.Combine(folder, "times.csv"));
        Assert.Equal("Run,Attempts,Pauses,Faults,Wall time in seconds,Device time in seconds", times[0]);
        Assert.StartsWith("r,1,0,0,", times[1], StringComparison.Ordinal);
        Assert.True(double.Parse(times[1].Split(',')[5], System.Globalization.CultureInfo.InvariantCulture) > 0, times[1]);
    }

    [Fact]
    public async Task A_sweep_that_is_not_there_is_named_and_nothing_is_written()
    {
        await _engine.RunToRest([undisturbed.Run("r")]);

        var (status, output, error) = await Say("report", TestEngine.Sweep, "nowhere");

        Assert.Equal((ExitStatus.WrongInput, ""), (status, output));
        Assert.Contains("there is no sweep 'nowhere' here", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(ReportFolder.PathOf(_engine.Root, TestEngine.Sweep, "nowhere")));
    }

    private static SortedDictionary<string, byte[]> Files(string folder) =>
        new(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes), StringComparer.Ordinal);

    private async Task<(int Status, string Output, string Error)> Say(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var status = await CommandLine.RunAsync([.. words, "--state", _engine.Root], new Surroundings(output, error, _ => null, TimeProvider.System, () => null));
        return (status, output.ToString(), error.ToString());
    }
}
