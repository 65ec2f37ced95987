using ActorGaze.Nn.Data.Batches;
using Akka.Actor;

namespace ActorGaze.Actors.Crews;

/// <summary>Makes the batch that was asked for, and then as many after it as it may read ahead; never further.</summary>
internal sealed class LoaderActor : ReceiveActor
{
    private readonly Dictionary<BatchPlace, Batch> _ahead = [];
    private readonly LoaderWiring _wiring;
    private readonly BatchRing _ring;
    private BatchPlace? _next;
    private NextBatch _asked;

    public LoaderActor(LoaderWiring wiring)
    {
        _wiring = wiring;
        _asked = new NextBatch(wiring.Attempt, default);
        _ring = new BatchRing(
            place => MakeOne(place, BatchForm.Bytes), wiring.Source.Plan.After, Math.Max(wiring.ReadAhead, wiring.Workers));

        Receive<NextBatch>(wanted => wanted.Attempt == wiring.Attempt, wanted =>
        {
            if (wanted.Form == BatchForm.Bytes) DeliverFromRing(wanted);
            else Deliver(wanted);
        });
        Receive<MakeAhead>(_ => Make());
        Receive<RingFailed>(failed => System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed.Cause));
    }

    public static Props Props(LoaderWiring wiring) => Akka.Actor.Props.Create(() => new LoaderActor(wiring));

    protected override void PostStop()
    {
        foreach (var batch in _ahead.Values) batch.Dispose();
        _ahead.Clear();
        _ring.Dispose();
    }

    private void Deliver(NextBatch wanted)
    {
        var batch = _ahead.Remove(wanted.Place, out var made) ? made : MakeOne(wanted.Place, wanted.Form);
        Sender.Tell(new BatchReady(wanted.Attempt, wanted.Place, batch));

        _asked = wanted;
        _next = Furthest();
        if (_ahead.Count < _wiring.ReadAhead) Self.Tell(MakeAhead.Instance);
    }

    private void DeliverFromRing(NextBatch wanted)
    {
        var (self, sender) = (Self, Sender);
        _ = _ring.Take(wanted.Place).ContinueWith(
            made =>
            {
                if (made.IsCompletedSuccessfully) sender.Tell(new BatchReady(wanted.Attempt, wanted.Place, made.Result), self);
                else self.Tell(new RingFailed(made.Exception!.GetBaseException()));
            }, TaskScheduler.Default);
    }

    /// <summary>One batch a message, so that a demand is never behind more than one of them.</summary>
    private void Make()
    {
        if (_next is not { } place || _ahead.Count >= _wiring.ReadAhead) return;
        _ahead[place] = MakeOne(place, _asked.Form);
        _next = _wiring.Source.Plan.After(place);
        if (_ahead.Count < _wiring.ReadAhead) Self.Tell(MakeAhead.Instance);
    }

    private BatchPlace? Furthest()
    {
        var place = _wiring.Source.Plan.After(_asked.Place);
        while (place is { } made && _ahead.ContainsKey(made)) place = _wiring.Source.Plan.After(made);
        return place;
    }

    private Batch MakeOne(BatchPlace place, BatchForm form)
    {
        _wiring.Made?.Invoke(place);
        return _wiring.Source.Make(place, form);
    }

    private sealed record MakeAhead
    {
        public static readonly MakeAhead Instance = new();
    }

    private sealed record RingFailed(Exception Cause);
}

/// <summary>Where a loader's batches come from, and how far ahead it may read.</summary>
/// <param name="Made">Told of every batch as it is made; for tests.</param>
internal sealed record LoaderWiring(int Attempt, BatchSource Source, int ReadAhead, Action<BatchPlace>? Made = null)
{
    /// <summary>Threads that make batches for a GPU that does not hold the images.</summary>
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);
}
