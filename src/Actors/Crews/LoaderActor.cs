using ActorGaze.Nn.Data;
using Akka.Actor;

namespace ActorGaze.Actors.Crews;

/// <summary>Makes the batch that was asked for, and then as many after it as it may read ahead; never further.</summary>
internal sealed class LoaderActor : ReceiveActor
{
    private readonly Dictionary<BatchPlace, Batch> _ahead = [];
    private readonly LoaderWiring _wiring;
    private BatchPlace? _next;
    private BatchPlace _asked;

    public LoaderActor(LoaderWiring wiring)
    {
        _wiring = wiring;

        Receive<NextBatch>(Deliver);
        Receive<MakeAhead>(_ => Make());
    }

    public static Props Props(LoaderWiring wiring) => Akka.Actor.Props.Create(() => new LoaderActor(wiring));

    protected override void PostStop()
    {
        foreach (var batch in _ahead.Values) batch.Dispose();
        _ahead.Clear();
    }

    private void Deliver(NextBatch wanted)
    {
        if (wanted.Attempt != _wiring.Attempt) return;
        var batch = _ahead.Remove(wanted.Place, out var made) ? made : MakeOne(wanted.Place);
        Sender.Tell(new BatchReady(wanted.Attempt, wanted.Place, batch));

        _asked = wanted.Place;
        _next = Furthest();
        if (_ahead.Count < _wiring.ReadAhead) Self.Tell(MakeAhead.Instance);
    }

    /// <summary>One batch a message, so that a demand is never behind more than one of them.</summary>
    private void Make()
    {
        if (_next is not { } place || _ahead.Count >= _wiring.ReadAhead) return;
        _ahead[place] = MakeOne(place);
        _next = _wiring.Source.Plan.After(place);
        if (_ahead.Count < _wiring.ReadAhead) Self.Tell(MakeAhead.Instance);
    }

    private BatchPlace? Furthest()
    {
        var place = _wiring.Source.Plan.After(_asked);
        while (place is { } made && _ahead.ContainsKey(made)) place = _wiring.Source.Plan.After(made);
        return place;
    }

    private Batch MakeOne(BatchPlace place)
    {
        _wiring.Made?.Invoke(place);
        return _wiring.Source.Make(place);
    }

    private sealed record MakeAhead
    {
        public static readonly MakeAhead Instance = new();
    }
}

/// <summary>Where a loader's batches come from, and how far ahead it may read.</summary>
/// <param name="Made">Told of every batch as it is made; for tests.</param>
internal sealed record LoaderWiring(int Attempt, BatchSource Source, int ReadAhead, Action<BatchPlace>? Made = null);
