using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Supervision;
using ActorGaze.Nn.Data;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Images;

/// <summary>Opens each data set once, whoever asks and however many do: draws it where it is phantoms, decodes it where no cache has it.</summary>
public sealed class ImagesActor : ReceiveActor
{
    private readonly Dictionary<OpenImages, List<IActorRef>> _waiting = [];
    private readonly Dictionary<OpenImages, ImagesOpened> _open = [];
    private readonly StateFolder _folder;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _leaving = new();

    public ImagesActor(StateFolder folder)
    {
        _folder = folder;
        Receive<OpenImages>(Open);
        Receive<ImagesOpened>(Opened);
        Receive<ImagesFailed>(failed => Answer(failed.Request, failed));
    }

    public static Props Props(StateFolder folder) => Akka.Actor.Props.Create(() => new ImagesActor(folder));

    protected override void PostStop()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private void Open(OpenImages request)
    {
        if (_open.TryGetValue(request, out var opened) && IsSound(opened.StoreFile))
        {
            Sender.Tell(opened);
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
        Task.Run(() => Prepare(request, cancel), cancel).PipeTo(Self, Self, opened => opened, e => new ImagesFailed(request, FaultClassifier.Classify(e, null)));
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
        var root = DataFolders.Resolve(request.Data, request.Phantoms, _folder.Cache, cancel);
        var store = ImageStore.Prepare(new DataSpec(root) { OnBadImage = request.OnBadImage }, _folder.Cache, null, cancel);
        return new ImagesOpened(request, store.CacheFile, store.Skipped);
    }

    private void Opened(ImagesOpened opened)
    {
        foreach (var path in opened.Skipped) _log.Warning("{Path} cannot be read as an image and is left out", path);
        _open[opened.Request] = opened;
        Answer(opened.Request, opened);
    }

    private void Answer(OpenImages request, object answer)
    {
        foreach (var asker in _waiting.GetValueOrDefault(request) ?? []) asker.Tell(answer);
        _waiting.Remove(request);
    }
}
