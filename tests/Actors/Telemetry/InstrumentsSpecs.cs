using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Tests.Actors.Engine.Metrics;
using ActorGaze.Tests.Actors.Faults;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Telemetry;

/// <summary>What a collector of the engine's meter sees.</summary>
[Slow]
public sealed class InstrumentsSpecs : IDisposable
{
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _seen = [];
    private readonly Undisturbed _undisturbed;
    private readonly TestEngine _engine = new();
    private readonly MeterListener _collector;

    public InstrumentsSpecs(Undisturbed undisturbed)
    {
        _undisturbed = undisturbed;
        _collector = new MeterListener { InstrumentPublished = (instrument, collector) => { if (instrument.Meter.Name == "ActorGaze") collector.EnableMeasurementEvents(instrument); } };
        _collector.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument, value, tags));
        _collector.SetMeasurementEventCallback<int>((instrument, value, tags, _) => See(instrument, value, tags));
        _collector.SetMeasurementEventCallback<double>((instrument, value, tags, _) => See(instrument, value, tags));
    }

    public void Dispose()
    {
        _collector.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public async Task A_runs_steps_images_saves_and_faults_are_counted_each_once()
    {
        _collector.Start();
        var poisoned = _undisturbed.Run("poisoned") with { Training = _undisturbed.Run("any").Training with { LearningRate = 1e30 } };

        await RunToRest("counted", _undisturbed.Run("sound"));
        await RunToRest("counted-faults", poisoned);

        Assert.Equal((12, 48, 2), (Sum("actorgaze.steps", "sweep=counted"), Sum("actorgaze.images", "sweep=counted"), Of("actorgaze.saves", "sweep=counted").Count()));
        Assert.All(Of("actorgaze.saves", "sweep=counted"), seconds => Assert.InRange(seconds, double.Epsilon, 60));
        Assert.DoesNotContain(_seen, s => s.Instrument == "actorgaze.faults" && s.Tags.StartsWith("sweep=counted ", StringComparison.Ordinal));
        Assert.Equal((2, 2), (Sum("actorgaze.steps", "sweep=counted-faults"), Sum("actorgaze.faults", "sweep=counted-faults class=OnceForgivable")));
    }

    [Fact]
    public async Task Runs_and_mailboxes_are_looked_at_only_when_collected()
    {
        _collector.Start();
        var run = _undisturbed.Run("held");
        using var gate = new Gate(run.Id, new(0, 1));
        await using (var lab = await Lab.StartAsync(_engine.Settings, new LabServices { Observer = gate.Observer }, Cancel))
        {
            Accepted(await lab.SubmitAsync(SweepSpec.Of("gauged", [run, _undisturbed.Run("waits")])));
            await gate.Reached;
            await Phase(lab, new RunId("waits"), RunPhase.Queued);
            Assert.DoesNotContain(_seen, s => s.Tags.Contains("gauged", StringComparison.Ordinal) && s.Instrument is "actorgaze.runs" or "actorgaze.mailbox.depth");

            _collector.RecordObservableInstruments();

            Assert.Equal((1, 1), (Sum("actorgaze.runs", "sweep=gauged phase=running"), Sum("actorgaze.runs", "sweep=gauged phase=queued")));
            Assert.Single(Of("actorgaze.mailbox.depth", "actor=/user/lab/sweep-gauged/run-held/crew-1/trainer"));
            Assert.Empty(Of("actorgaze.mailbox.depth", "actor=/user/lab/sweep-gauged/run-waits"));
            gate.Open();
        }

        _seen.Clear();
        _collector.RecordObservableInstruments();
        Assert.DoesNotContain(_seen, s => s.Tags.Contains("gauged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_thousand_idle_runs_are_a_thousand_in_one_number_and_no_mailbox_at_all()
    {
        var board = Enumerable.Range(1, 1000).Aggregate(Scoreboard.Empty, (so, i) => so.With(Samples.After(new RunCommand.Submit(Samples.Spec)) with { Spec = Samples.Spec with { Id = new($"r{i}") } }));

        var told = Assert.Single(Gauges.Runs(board));

        Assert.Equal(1000, told.Value);
    }

    [Fact]
    public void A_run_whose_engine_went_away_and_that_waits_for_a_slot_again_counts_as_queued()
    {
        var running = Samples.After(new RunCommand.Submit(Samples.Spec), new RunCommand.Start("cpu"));

        var told = Assert.Single(Gauges.Runs(Scoreboard.Empty.With(running, new WaitingFor.Slot())));

        Assert.Contains(new("phase", "queued"), told.Tags.ToArray());
    }

    private async Task RunToRest(string sweep, RunSpec run)
    {
        await using var lab = await _engine.Start();
        Accepted(await lab.SubmitAsync(SweepSpec.Of(sweep, [run])));
        await lab.WaitAsync(sweep, cancel: Cancel);
    }

    private void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _seen.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));

    private IEnumerable<double> Of(string instrument, string tags) => _seen.Where(s => (s.Instrument, s.Tags) == (instrument, tags)).Select(s => s.Value);

    private double Sum(string instrument, string tags) => Of(instrument, tags).Sum();
}
