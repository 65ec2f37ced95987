using System.Runtime.InteropServices;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using Microsoft.Data.Sqlite;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>A world that misbehaves around a run: databases, clocks, threads, memory.</summary>
[Slow]
public sealed class WorldSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_journal_that_another_program_locks_is_waited_for_and_the_bits_are_the_same()
    {
        var run = undisturbed.Run("r");
        using var early = new Gate(run.Id, new TrainingPosition(0, 2));
        using var late = new Gate(run.Id, new TrainingPosition(1, 3));
        var both = new EngineObserver { Stepped = (who, at) => { early.Observer.Stepped!(who, at); late.Observer.Stepped!(who, at); } };
        await using var lab = await _engine.StartWith([run], both);
        await early.Reached;

        using (var other = new SqliteConnection($"Data Source={_engine.Folder.Journal};Pooling=False"))
        {
            other.Open();
            Say(other, "BEGIN EXCLUSIVE");
            early.Open();
            await late.Reached; // an epoch has been closed meanwhile, and cannot be journalled
            Assert.Equal(0, (await lab.ScoreboardAsync()).Runs[run.Id].Summary.EpochsDone);
            Say(other, "ROLLBACK");
        }

        late.Open();
        await lab.WaitAsync(Sweep, cancel: Cancel);
        await undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Equal(1, _engine.Told(run.Id).Attempts);
    }

    [Fact]
    public async Task A_clock_that_jumps_an_hour_back_and_a_day_forward_changes_no_bit()
    {
        var run = undisturbed.Run("r");

        await _engine.RunToRest([run], clock: new JumpingClock());

        await undisturbed.SameBits(_engine.Told(run.Id));
        var times = _engine.Told<RunEvent>(run.Id).Select(e => e.At).ToArray();
        Assert.NotEqual(times.Order(), times);
    }

    [Fact]
    public async Task A_crew_that_hangs_is_left_to_itself_and_another_ends_with_the_same_bits()
    {
        var run = undisturbed.Run("r");
        _engine.Settings = _engine.Settings with { StepTimeout = TimeSpan.FromSeconds(2), Retry = Quick with { MaxInARow = 50 } };
        using var hang = new Gate(run.Id, new TrainingPosition(1, 2));
        await using var lab = await _engine.StartWith([run], hang.Observer);

        await lab.WaitAsync(Sweep, cancel: Cancel);
        hang.Open();

        await undisturbed.SameBits(_engine.Told(run.Id));
        Assert.Contains(_engine.Told<RunEvent.Faulted>(run.Id), e => e.Fault is { Class: FaultClass.Forgivable, Reason: "No step within 00:00:02." });
    }

    [Theory]
    [InlineData(2, RunPhase.Completed)]
    [InlineData(3, RunPhase.Failed)]
    public async Task Memory_that_is_missing_is_waited_for_a_few_times_and_then_asked_for_by_name(int times, RunPhase end)
    {
        var run = undisturbed.Run("r");
        var left = times;
        var observer = new EngineObserver
        {
            Stepped = (_, at) =>
            {
                if (at == new TrainingPosition(0, 3) && left-- > 0) throw new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has\nException raised from malloc");
            },
        };

        await _engine.RunToRest([run], observer);

        var told = _engine.Told(run.Id);
        Assert.Equal(end, told.Phase);
        Assert.Equal(times, _engine.Told<RunEvent.Faulted>(run.Id).Count);
        if (end == RunPhase.Completed) await undisturbed.SameBits(told);
        else Assert.Equal("out of memory: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has (3 faults in a row)", told.Reason);
    }

    [Fact]
    public void What_libtorch_says_of_memory_that_is_missing_is_understood_and_tells_how_much()
    {
        var refused = Assert.ThrowsAny<Exception>(() => TorchSharp.torch.empty(1L << 50));

        var fault = FaultClassifier.Classify(refused, null);

        Assert.Equal(FaultClass.Forgivable, fault.Class);
        Assert.StartsWith("out of memory: ", fault.Reason, StringComparison.Ordinal);
        Assert.Contains($"{1L << 52} bytes", fault.Reason, StringComparison.Ordinal);
    }

    private static void Say(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class JumpingClock : TimeProvider
    {
        private int _asked;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + (Interlocked.Increment(ref _asked) % 3) switch
        {
            0 => TimeSpan.Zero,
            1 => TimeSpan.FromHours(-1),
            _ => TimeSpan.FromDays(1),
        };
    }
}
