using System.Collections.Concurrent;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Images;

/// <summary>
/// Opens each data set once, whoever asks and however many do: draws it where it is phantoms, decodes it where no cache has it.
/// </summary>
/// <remarks>
/// Every opening has a thread of its own, so that a file system that hangs stops neither another data set nor the engine's end.
/// </remarks>
public sealed class ImagesActor : ReceiveActor, IWithTimers
{
    private const int ToldEvery = 25;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5); // an image takes milliseconds

    private readonly Dictionary<OpenImages, Opening> _openings = []; // by what is decoded
    private readonly Dictionary<OpenImages, ImagesOpened> _open = [];
    private readonly List<(OpenImages Request, Task Task)> _work = [];
    // by place: what an opening found missing, which a look at folders may not
    private readonly ConcurrentDictionary<OpenImages, string> _away = [];
    private readonly HashSet<OpenImages> _moved = [];
    private readonly Lock _gate = new(); // over _moved, which the openings' threads write
    private readonly ImagesWiring _wiring;
    private readonly long _started;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _leaving = new();
    private readonly FolderGuard? _guard = FolderGuard.In(Context.System);
    private FolderWatch? _folders;

    public ImagesActor(ImagesWiring wiring)
    {
        _wiring = wiring;
        _started = wiring.Clock.GetTimestamp();
        Receive<OpenImages>(Open);
        Receive<ImagesOpened>(Opened);
        Receive<ImagesFailed>(Failed);
        Receive<AwaitFolder>(asked => Folders.Await(asked.Images.Place(), Sender));
        Receive<FolderWatch.Looked>(looked => Folders.OnLooked(looked));
        Receive<FolderWatch.LookAgain>(again => Folders.Look(again.Images));
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ImagesWiring wiring) => Akka.Actor.Props.Create(() => new ImagesActor(wiring));

    protected override void PostStop()
    {
        _leaving.Cancel();
        var answering = _work.Where(work => _openings.GetValueOrDefault(work.Request) is { IsSilent: false }).Select(work => work.Task);
        Task.WhenAll(answering).Wait(Longest); // nobody writes into a folder that was left; none of them throws
    }

    private FolderWatch Folders => _folders ??= new FolderWatch(Self, Timers, _wiring.Settings.Retry, Missing);

    private TimeSpan Now => _wiring.Clock.GetElapsedTime(_started);

    /// <summary>Called on threads of their own.</summary>
    private string? Missing(OpenImages place) =>
        _wiring.Missing(place) ?? (_away.TryGetValue(place, out var path) && DataPlace.Absence(path) is not null ? path : null);

    private void Open(OpenImages asked)
    {
        var (request, asker) = (asked.Decoding(), new Asker(Sender, asked));
        if (_openings.TryGetValue(request, out var opening))
        {
            _openings[request] = opening.With(asker);
            if (opening.IsSilent) Sender.Tell(new ImagesSilent(asked, opening.LastWord));
            return;
        }

        _openings[request] = Opening.Of(asker, _wiring.Settings.StepTimeout, Now, _wiring.Clock.GetLocalNow());
        _log.Info("Opening the images of {Data}", request.Data);
        Begin(request);
        if (!Timers.IsTimerActive(nameof(Tick))) Timers.StartPeriodicTimer(nameof(Tick), new Tick(), _openings[request].Watchdog.Tick);
    }

    private void Begin(OpenImages request)
    {
        _work.RemoveAll(work => work.Task.IsCompleted);
        var (cancel, known) = (_leaving.Token, _open.GetValueOrDefault(request));
        var work = Task.Factory.StartNew(
            () => Attempt(request, known, cancel), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _work.Add((request, work));
        work.PipeTo(Self, Self);
    }

    /// <summary>On a thread of its own: an <see cref="ImagesOpened"/> or an <see cref="ImagesFailed"/>.</summary>
    private object Attempt(OpenImages request, ImagesOpened? known, CancellationToken cancel)
    {
        try
        {
            return known is not null && IsSound(known.StoreFile)
                ? known with { Request = request }
                : (_wiring.Open ?? Prepare)(request, () => Move(request), cancel);
        }
        catch (Exception e) // whatever it is, whoever asked is told
        {
            var fault = FaultClassifier.Classify(e, null);
            var bytes = fault.Class == FaultClass.DiskFull ? BytesOf(request) : null;
            return new ImagesFailed(request, fault) { BytesNeeded = bytes, Missing = (e as FolderAbsentException)?.Path };
        }
    }

    /// <summary>Called on the opening's threads.</summary>
    private void Move(OpenImages request)
    {
        lock (_gate) _moved.Add(request);
    }

    private void OnTick()
    {
        if (_openings.Count == 0) Timers.Cancel(nameof(Tick));
        foreach (var (request, opening) in _openings.ToArray())
        {
            bool moved;
            lock (_gate) moved = _moved.Remove(request);
            (var next, var silent, var again) = opening.Ticked(moved, Now, _wiring.Clock.GetLocalNow());
            _openings[request] = next;
            if (silent)
            {
                _log.Warning(
                    "{Data} has not answered for {Timeout}; runs that need it give their slots back and wait", request.Data,
                    opening.Watchdog.Limit);
                foreach (var asker in next.Askers) asker.Who.Tell(new ImagesSilent(asker.Request, next.LastWord));
            }

            if (again) Begin(request);
        }
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

    private ImagesOpened Prepare(OpenImages request, Action move, CancellationToken cancel)
    {
        _guard?.Require(); // a cache is not made at a path that the state folder has left
        var drawn = new ProgressReport<PhantomProgress>(p => Tell(request.Data, "drawn", p.Drawn, p.Total, move));
        var decoded = new ProgressReport<DecodeProgress>(p => Tell(request.Data, "decoded", p.Decoded, p.Total, move));
        return DataPlace.Open(request, () => ImagesPreparation.Run(request, _wiring.Folder.Cache, drawn, decoded, cancel, _wiring.Export));
    }

    private void Tell(string data, string doing, int done, int total, Action move)
    {
        move();
        if (done > 0 && (done % ToldEvery == 0 || done == total)) _wiring.Metrics.Tell(new ImagesProgress(data, doing, done, total));
    }

    private static long? BytesOf(OpenImages request)
    {
        try
        {
            var phantoms = request.Phantoms;
            return (request.Form ?? ImageForm.Usual).ByteCount * (long)(phantoms is null
                ? DataFolders.List(request).Count
                : phantoms.Classes * (phantoms.TrainPerClass + phantoms.TestPerClass));
        }
        catch (Exception e) when (e is InvalidInputException or IOException or UnauthorizedAccessException)
        {
            return null; // it cannot even be counted now
        }
    }

    private void Opened(ImagesOpened opened)
    {
        _away.TryRemove(opened.Request.Place(), out _);
        var answers = Answers(opened, AskersOf(opened.Request));
        // only who wants this very content is given it without a look at the folder
        var pinned = (opened.Request.Alone() with { Pinned = opened.Facts }).Decoding();
        if (!_open.ContainsKey(pinned))
        {
            foreach (var path in opened.Skipped) _log.Warning("{Path} cannot be read as an image and is left out", path);
            foreach (var note in answers.SelectMany(answer => answer.Images.Facts.Notes).Distinct())
                _log.Warning("{Data}: {Note}", opened.Request.Data, note);
        }

        _open[pinned] = opened with { Store = null };
        foreach (var (who, images) in answers) who.Tell(images);
    }

    private void Failed(ImagesFailed failed)
    {
        if (failed.Missing is { } missing) _away[failed.Request.Place()] = missing;
        foreach (var asker in AskersOf(failed.Request)) asker.Who.Tell(failed with { Request = asker.Request });
    }

    /// <summary>Those who asked for a data set, whose opening is over.</summary>
    private IEnumerable<Asker> AskersOf(OpenImages request) => _openings.Remove(request, out var opening) ? opening.Askers : [];

    /// <summary>To each asker the facts of what it evaluates on: of the opened file, or, where that was known, as it has them.</summary>
    private static (IActorRef Who, ImagesOpened Images)[] Answers(ImagesOpened opened, IEnumerable<Asker> askers) =>
    [
        .. from asker in askers
           group asker by (asker.Request.DropLeaked, asker.Request.HeldBack) into same
           let facts = opened.Store is { } store ? ImagesFacts.Of(store, same.Key.DropLeaked, same.Key.HeldBack) : null
           from asker in same
           select (asker.Who, opened with { Request = asker.Request, Store = null, Facts = facts ?? asker.Request.Pinned ?? opened.Facts }),
    ];

    /// <summary>Tells on the thread that reports.</summary>
    private sealed class ProgressReport<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }

    private sealed record Tick;
}

/// <summary>What the keeper of data sets works with.</summary>
/// <param name="Metrics">Told how far each data set is.</param>
public sealed record ImagesWiring(LabSettings Settings, StateFolder Folder, IActorRef Metrics, TimeProvider Clock)
{
    /// <summary>
    /// Opens a data set, and calls its second argument whenever it has come further; null: from disk. A test may have another.
    /// </summary>
    public Func<OpenImages, Action, CancellationToken, ImagesOpened>? Open { get; init; }

    /// <summary>Has the source of an assembly write its images down; null: there is nobody who runs its code.</summary>
    public ExportSource? Export { get; init; }

    /// <summary>The path that is missing of a data set; null where all is there.</summary>
    public Func<OpenImages, string?> Missing { get; init; } = images => DataPlace.Missing(images)?.Path;
}
