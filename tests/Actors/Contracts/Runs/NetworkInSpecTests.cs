using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

/// <summary>How a spec's network is written, and what becomes of a run whose assembly holds other bytes.</summary>
public sealed class NetworkInSpecTests
{
    private static readonly string Other = new('2', 64);

    [Fact]
    public void A_network_of_the_paper_is_written_as_before_there_were_others_and_its_hash_is_the_same()
    {
        var written = JsonSerializer.Serialize(Samples.Spec, Json.Options);
        var old = CheckpointFile.Read(Path.Combine(AppContext.BaseDirectory, "Actors", "Golden", "checkpoint-v1.safetensors"), null).Metadata;

        Assert.Contains("\"seed\":77,\"level\":1,\"data\":", written, StringComparison.Ordinal);
        Assert.DoesNotContain("network", written, StringComparison.Ordinal);
        Assert.Equal(old["spec-bits-sha256"], JsonSerializer.Deserialize<RunSpec>(old["spec"], Json.Options)!.BitsHash());
    }

    [Fact]
    public void Any_other_network_is_written_with_all_that_decides_it_and_read_back()
    {
        var written = JsonSerializer.Serialize(Samples.Brought, Json.Options);

        Assert.DoesNotContain("level", written, StringComparison.Ordinal);
        Assert.Equal(Samples.Brought, JsonSerializer.Deserialize<RunSpec>(written, Json.Options));
        Assert.NotEqual(Samples.Brought, Samples.Brought with { Network = Samples.Brought.Network with { Plugin = new PluginRef("/labs/mylab.dll", Other) } });
        var sweep = SweepSpec.Of("s", [Samples.Spec, Samples.Brought with { Id = new RunId("r2") }]);
        Assert.Equal(sweep, JsonSerializer.Deserialize<SweepSpec>(JsonSerializer.Serialize(sweep, Json.Options), Json.Options));
    }

    [Fact]
    public void A_retry_that_accepts_other_bytes_writes_that_down_first()
    {
        var failed = new RunState { Phase = RunPhase.Failed, Spec = Samples.Brought, Checkpoints = [Samples.Checkpoint(1)] };

        var decided = failed.Decide(new RunCommand.Retry(false) { AcceptedPlugin = Other }, Samples.Noon);
        var state = decided.Events.Aggregate(failed, (s, e) => s.Apply(e));

        Assert.Equal([typeof(RunEvent.PluginAccepted), typeof(RunEvent.Retried)], decided.Events.Select(e => e.GetType()));
        Assert.Equal((Other, Samples.Brought, RunPhase.Queued), (state.AcceptedPlugin, state.Spec, state.Phase));
        Assert.Equal("from end of epoch 1 on: mylab.dll holds other bytes (SHA-256 111111111111 before, 222222222222 now), which were accepted", state.OtherBits);
        var again = state with { Phase = RunPhase.Paused };
        Assert.Equal([typeof(RunEvent.Requeued)], again.Decide(new RunCommand.Resume { AcceptedPlugin = Other }, Samples.Noon).Events.Select(e => e.GetType()));
        Assert.Equal([typeof(RunEvent.PluginAccepted), typeof(RunEvent.Requeued)], again.Decide(new RunCommand.Resume { AcceptedPlugin = new string('3', 64) }, Samples.Noon).Events.Select(e => e.GetType()));
    }

    [Fact]
    public void There_is_nothing_to_accept_where_the_program_has_the_network()
    {
        var failed = new RunState { Phase = RunPhase.Failed, Spec = Samples.Spec };

        Assert.Equal(
            "r1 trains level1, and the program itself has all of its parts: there is no assembly to accept.",
            failed.Decide(new RunCommand.Retry(false) { AcceptedPlugin = "" }, Samples.Noon).Reason);
    }
}
