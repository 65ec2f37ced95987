using System.Diagnostics.Metrics;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Actors.Engine.Metrics;
using ActorGaze.Actors.Telemetry;
using Akka.Actor;

namespace ActorGaze.Actors.Engine;

/// <summary>How one engine stands, for whoever collects the meter: it is asked then, and never otherwise.</summary>
internal sealed class Gauges : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly Meter _meter;
    private readonly IActorRef _lab;

    /// <param name="lab">Answers <see cref="GetScoreboard"/> and <see cref="GetCensus"/>.</param>
    public Gauges(IActorRef lab)
    {
        _lab = lab;
        _meter = new Meter(new MeterOptions(Instruments.Meter) { Scope = lab });
        _meter.CreateObservableGauge(
            "actorgaze.runs", () => Ask<Scoreboard>(new GetScoreboard()) is { } score ? Runs(score) : [], "{run}",
            "Runs, by sweep and phase.");
        _meter.CreateObservableGauge(
            "actorgaze.mailbox.depth", () => Ask<CensusNode>(new GetCensus()) is { } root ? Mailboxes(root) : [], "{message}",
            "Messages waiting, by actor; an idle run's empty mailbox is left out.");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>By sweep and phase.</summary>
    internal static IEnumerable<Measurement<int>> Runs(Scoreboard score) =>
        from sweep in score.Tallies
        from phase in sweep.Value.Phases
        select new Measurement<int>(phase.Value, new("sweep", sweep.Key), new KeyValuePair<string, object?>("phase", phase.Key.Word()));

    /// <summary>By path. Runs without a crew may be thousands, and have nothing to tell where nothing waits for them.</summary>
    internal static IEnumerable<Measurement<int>> Mailboxes(CensusNode node)
    {
        var below = node.Children.SelectMany(Mailboxes);
        var idle = node is { Mailbox: 0, Children.IsEmpty: true } && node.Name.StartsWith("run-", StringComparison.Ordinal);
        return idle ? below : below.Prepend(new Measurement<int>(node.Mailbox, new KeyValuePair<string, object?>("actor", node.Path)));
    }

    /// <summary>Null where the engine does not answer: it is leaving.</summary>
    private T? Ask<T>(object question)
        where T : class
    {
        try
        {
            return Task.Run(() => _lab.Ask<T>(question, LongestWait)).GetAwaiter().GetResult(); // collectors know no async
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
