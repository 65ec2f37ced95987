using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Tests.Actors.Persistence.Postgres;

namespace ActorGaze.Tests.Actors.Faults;

/// <summary>The program is asked to go, or made to.</summary>
[Slow]
public class SignalSpecs : IDisposable
{
    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine;
    private readonly RunId _run = new("s-l1-w50-t1");

    public SignalSpecs(Undisturbed undisturbed) : this(undisturbed, null) { }

    protected SignalSpecs(Undisturbed undisturbed, JournalAddress? journal) => (_undisturbed, _engine) = (undisturbed, new TestEngine(journal));

    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Asked_to_go_it_saves_everything_and_says_so_and_the_same_command_goes_on_to_the_same_bits()
    {
        var epoch = 1;
        foreach (var signal in new[] { Program.Int, Program.Term })
        {
            using var program = Start();
            await program.Saves(_engine.Folder.CheckpointsOf(_run), epoch);
            program.Signal(signal);
            var (status, error) = await program.Ends();

            Assert.Equal(130, status);
            Assert.Contains("interrupted; everything is saved", error, StringComparison.Ordinal);
            epoch = _engine.Told(_run).Latest!.At.EpochsDone + 1;
        }

        await GoesOnToTheSameBits();
        Assert.Equal(3, _engine.Told(_run).Attempts);
    }

    [Fact]
    public async Task Asked_twice_it_leaves_at_once_and_nothing_that_was_acknowledged_is_lost()
    {
        using (var program = Start())
        {
            await program.Saves(_engine.Folder.CheckpointsOf(_run), 1);
            program.Signal(Program.Int);
            program.Signal(Program.Term);
            Assert.Equal(130, (await program.Ends()).Status);
        }

        var before = _engine.Told<RunEvent>(_run);
        await GoesOnToTheSameBits();
        Assert.Equal(before, _engine.Told<RunEvent>(_run).Take(before.Count));
    }

    [Fact]
    public async Task A_living_engine_is_named_by_its_process_and_a_dead_ones_folder_is_taken_over()
    {
        using (var program = Start())
        {
            await program.Saves(_engine.Folder.CheckpointsOf(_run), 1);
            var refused = await Assert.ThrowsAsync<InvalidInputException>(() => _engine.Start());
            Assert.Contains($"another engine (process {program.Id}) has this state folder", refused.Message, StringComparison.Ordinal);
            program.Signal(Program.Kill);
            await program.Ends();
        }

        Assert.True(File.Exists(_engine.Folder.LockHolder));
        await GoesOnToTheSameBits();
    }

    private Program Start() => new(_engine.Root, Sweep());

    private async Task GoesOnToTheSameBits()
    {
        using var program = Start();
        var (status, error) = await program.Ends();
        Assert.True(status == 0, error);
        await _undisturbed.SameBits(_engine.Told(_run));
    }

    private string Sweep()
    {
        var file = Path.Combine(_engine.Root, "s.conf");
        File.WriteAllText(file, $$"""
            sweep { name = s, data = "{{_undisturbed.Run("any").Data}}", levels = [1], gaze-weights = [50] }
            training { epochs = 20, batch-size = 4 }
            engine.runs-at-once = 1
            journal.url = "{{_engine.Settings.Journal}}"
            """);
        return file;
    }
}

/// <summary>The same with the journal in PostgreSQL.</summary>
[Slow]
public sealed class SignalOnPostgresSpecs(Undisturbed undisturbed) : SignalSpecs(undisturbed, PostgresServer.SharedDatabase());
