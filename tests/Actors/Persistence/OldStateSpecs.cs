using System.IO.Compression;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence;
using ActorGaze.Tests.Actors.Faults;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Persistence;

/// <summary>
/// A state folder of the version before runs became rows of an index: one run completed, one killed after its second epoch, one cancelled and one
/// paused before they began.
/// </summary>
[Slow]
public sealed class OldStateSpecs : IDisposable
{
    private const string Old = "old";
    private static readonly RunId Completed = new("old-l1-w0-t1");
    private static readonly RunId Killed = new("old-l1-w50-t1");
    private static readonly RunId Cancelled = new("old-l1-w0-t2");
    private static readonly RunId Paused = new("old-l1-w50-t2");

    private readonly TestEngine _engine = new();

    public OldStateSpecs() => ZipFile.ExtractToDirectory(Golden, _engine.Root);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_state_folder_of_the_version_before_is_read_and_goes_on()
    {
        var before = JournalReader.Open(_engine.Root).RunsOf(Old).ToDictionary(run => run.Spec!.Id);
        Assert.Equal(
            [(Completed, RunPhase.Completed, 5), (Killed, RunPhase.Running, 2), (Cancelled, RunPhase.Cancelled, 0), (Paused, RunPhase.Paused, 0)],
            before.Values.Select(run => (run.Spec!.Id, run.Phase, run.Epochs.Count)));

        await using (var lab = await _engine.Start())
        {
            Assert.Empty(await lab.WakeAllAsync());
            await lab.WaitAsync(Old, cancel: Cancel);
            Accepted(await lab.ResumeAsync(Paused));
            var board = await lab.WaitAsync(Old, cancel: Cancel);
            Assert.Equal((RunPhase.Completed, before[Completed].WeightsSha256), (board.Runs[Completed].Summary.Phase, board.Runs[Completed].Summary.WeightsSha256));
        }

        var after = JournalReader.Open(_engine.Root).RunsOf(Old).ToDictionary(run => run.Spec!.Id);
        Assert.Equal(
            [(Completed, RunPhase.Completed, 5), (Killed, RunPhase.Completed, 5), (Cancelled, RunPhase.Cancelled, 0), (Paused, RunPhase.Completed, 5)],
            after.Values.Select(run => (run.Spec!.Id, run.Phase, run.Epochs.Count)));
        Assert.Equal(before[Killed].Epochs, after[Killed].Epochs.Take(2));
        Assert.Equal(before[Completed].WeightsSha256, after[Completed].WeightsSha256);
        using var metrics = MetricsDatabase.Open(_engine.Folder.Metrics);
        Assert.Equal(after.ToDictionary(run => run.Key, run => run.Value.Epochs.Count), metrics.Summaries().ToDictionary(run => run.Key, run => run.Value.EpochsDone));
    }

    private static string Golden => Path.Combine(AppContext.BaseDirectory, "Actors", "Golden", "state-0.1.0.zip");
}
