using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Engine.Runs;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using Akka.Actor;

namespace ActorGaze.Tests.Actors.Crews;

/// <summary>A loader on phantoms, asked by a stand-in for the trainer.</summary>
[Slow]
public sealed class LoaderActorSpecs : IDisposable
{
    private const int Attempt = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("loader-").FullName;
    private readonly ActorSystem _system = ActorSystem.Create("loader");
    private readonly ImageStore _store;
    private readonly BatchSource _source;

    public LoaderActorSpecs()
    {
        PhantomFolder.Write(Path.Combine(_folder, "phantoms"), new PhantomSpec(PhantomKind.Localised, Classes: 2, TrainPerClass: 6, TestPerClass: 2), cancellation: Cancel);
        _store = ImageStore.Open(ImageStore.Prepare(new DataSpec(Path.Combine(_folder, "phantoms")), _folder, cancellation: Cancel).CacheFile);
        var spec = new RunSpec(new RunId("r1")) { Epochs = 2, Training = new() { BatchSize = 4, EvaluationBatchSize = 4 } };
        _source = BatchSource.Of(spec, _store);
    }

    private static CancellationToken Cancel => Deadline.Token;

    public void Dispose()
    {
        _system.Terminate().Wait(TimeSpan.FromSeconds(10));
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task It_reads_ahead_as_far_as_it_may_and_no_further(int readAhead)
    {
        var made = new List<BatchPlace>();
        var loader = _system.ActorOf(LoaderActor.Props(new LoaderWiring(Attempt, _source, readAhead, made.Add)));

        using var first = (await Ask(loader, new BatchPlace(1, false, 0))).Batch;
        await Settled(loader);

        var expected = new List<BatchPlace> { new(1, false, 0) };
        while (expected.Count < 1 + readAhead) expected.Add(_source.Plan.After(expected[^1])!.Value);
        Assert.Equal(expected, made);
    }

    [Fact]
    public async Task Every_place_of_a_run_comes_with_the_bits_of_a_batch_made_on_demand()
    {
        var loader = _system.ActorOf(LoaderActor.Props(new LoaderWiring(Attempt, _source, 2, _ => { })));

        for (BatchPlace? place = new BatchPlace(1, false, 0); place is { } at; place = _source.Plan.After(at))
        {
            var ready = await Ask(loader, at);
            using var made = ready.Batch;
            using var alone = _source.Make(at);
            Assert.Equal(at, ready.Place);
            Assert.Equal(alone.Images!.data<float>().ToArray(), made.Images!.data<float>().ToArray());
            Assert.Equal(alone.Labels.data<long>().ToArray(), made.Labels.data<long>().ToArray());
        }
    }

    [Fact]
    public async Task A_demand_of_another_attempt_is_not_met()
    {
        var made = new List<BatchPlace>();
        var loader = _system.ActorOf(LoaderActor.Props(new LoaderWiring(Attempt, _source, 1, made.Add)));

        loader.Tell(new NextBatch(Attempt - 1, new BatchPlace(1, false, 0)));
        await Settled(loader);

        Assert.Empty(made);
    }

    private static Task<BatchReady> Ask(IActorRef loader, BatchPlace place) => loader.Ask<BatchReady>(new NextBatch(Attempt, place), TimeSpan.FromSeconds(10), Cancel);

    /// <summary>A loader handles one message after another and tells itself to go on, so as many questions as it may read ahead, and one, outlast its work.</summary>
    private static async Task Settled(IActorRef loader)
    {
        for (var i = 0; i < 6; i++) await loader.Ask<ActorIdentity>(new Identify(i), TimeSpan.FromSeconds(10), Cancel);
    }
}
