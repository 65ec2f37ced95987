using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Engine;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>An engine that cannot leave when it is asked to.</summary>
[Slow]
public sealed class DownSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("down-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Whoever_asks_is_told_so_and_does_not_wait_for_ever()
    {
        await using var lab = await Lab.StartAsync(new LabSettings(_folder), cancel: Deadline.Token);
        await using var server = await ControlServer.StartAsync(lab, () => throw new InvalidOperationException("no way out"));
        var error = new StringWriter();

        var status = await CommandLine.RunAsync(["down", "--state", _folder], new Surroundings(TextWriter.Null, error, _ => null, TimeProvider.System, () => null));

        Assert.Equal(ExitStatus.Bug, status);
        Assert.Contains("was asked to leave and did not take it: Something went wrong that should not have", error.ToString(), StringComparison.Ordinal);
    }
}
