using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Supervision;
using ActorGaze.Nn.Data;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Images;

/// <summary>Opens each data set once, whoever asks and however many do: draws it where it is phantoms, decodes it where no cache has it.</summary>
public sealed class ImagesActor : ReceiveActor
{
    private const int ToldEvery = 25;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5); // an image takes milliseconds

    private readonly Dictionary<OpenImages, List<IActorRef>> _waiting = [];
    private readonly Dictionary<OpenImages, ImagesOpened> _open = [];
    private readonly List<Task> _work = [];
    private readonly StateFolder _folder;
    private readonly IActorRef _metrics;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _leaving = new();

    public ImagesActor(StateFolder folder, IActorRef metrics)
    {
        (_folder, _metrics) = (folder, metrics);
        Receive<OpenImages>(Open);
        Receive<ImagesOpened>(Opened);
        Receive<ImagesFailed>(failed => Answer(failed.Request, failed));
    }

    /// <param name="metrics">Told how far it is.</param>
    public static Props Props(StateFolder folder, IActorRef metrics) => Akka.Actor.Props.Create(() => new ImagesActor(folder, metrics));

    protected override void PostStop()
    {
        _leaving.Cancel();
        Task.WhenAll(_work.Where(work => !work.IsCompleted)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Wait(Longest); // nobody writes into a folder that was left
        _leaving.Dispose();
    }

    private void Open(OpenImages request)
    {
        if (_open.TryGetValue(request, out var opened) && IsSound(opened.StoreFile))
        {
            Sender.Tell(opened with { Request = request });
            return;
        }

        if (_waiting.TryGetValue(request, out var others))
        {
            others.Add(Sender);
            return;
        }

        _waiting[request] = [Sender];
        _log.Info("Opening the images of {Data}", request.Data);
        var cancel = _leaving.Token;
        var work = Task.Run(() => Prepare(request, cancel), cancel);
        _work.Add(work);
        work.PipeTo(Self, Self, opened => opened, e => new ImagesFailed(request, FaultClassifier.Classify(e, null)));
    }

    private static bool IsSound(string storeFile)
    {
        try
        {
            ImageStore.Open(storeFile).Dispose();
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false; // it is decoded again
        }
    }

    private ImagesOpened Prepare(OpenImages request, CancellationToken cancel)
    {
        var drawn = new Telling<PhantomProgress>(p => Tell(request.Data, "drawn", p.Drawn, p.Total));
        var decoded = new Telling<DecodeProgress>(p => Tell(request.Data, "decoded", p.Decoded, p.Total));
        return ImagesPreparation.Run(request, _folder.Cache, drawn, decoded, cancel);
    }

    private void Tell(string data, string doing, int done, int total)
    {
        if (done % ToldEvery == 0 || done == total) _metrics.Tell(new ImagesProgress(data, doing, done, total));
    }

    private void Opened(ImagesOpened opened)
    {
        var pinned = opened.Request.Alone() with { Pinned = opened.Facts }; // only who wants this very content is given it without a look at the folder
        if (_open.TryAdd(pinned, opened))
        {
            foreach (var path in opened.Skipped) _log.Warning("{Path} cannot be read as an image and is left out", path);
            foreach (var note in opened.Facts.Notes) _log.Warning("{Data}: {Note}", opened.Request.Data, note);
        }

        _open[pinned] = opened;
        Answer(opened.Request, opened);
    }

    private void Answer(OpenImages request, object answer)
    {
        foreach (var asker in _waiting.GetValueOrDefault(request) ?? []) asker.Tell(answer);
        _waiting.Remove(request);
    }

    /// <summary>Tells on the thread that reports.</summary>
    private sealed class Telling<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }
}
