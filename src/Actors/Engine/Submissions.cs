using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine.Sweeps;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Akka.Actor;
using Akka.Event;

namespace ActorGaze.Actors.Engine;

/// <summary>
/// Takes sweeps into an engine and brings known ones back, one at a time, so that each is judged by a journal that has those before it.
/// </summary>
/// <param name="atStart">What <see cref="Journalled"/> found when the engine took its folder: the first turn's.</param>
/// <param name="guard">Looked at before a journal that is gone is taken for an empty one.</param>
/// <param name="plan">The engine's devices; a sweep is judged when they are known.</param>
/// <param name="loss">Why the engine lost its folder; null where it has it.</param>
/// <param name="leaving">Cancelled when the engine leaves.</param>
/// <param name="lostAndLeft">Cancelled when the engine has left because its folder was lost.</param>
internal sealed class Submissions(
    IActorRef lab, StateFolder folder, Task<List<SweepSpec>> atStart, FolderGuard guard, LabSettings settings, LabServices services,
    Task<SlotPlan> plan, ILoggingAdapter log, TimeSpan answerTimeout,
    Func<string?> loss, CancellationToken lostAndLeft, CancellationToken leaving)
{
    private static readonly TimeSpan ImagesTimeout = TimeSpan.FromSeconds(45); // with the answer's time it is less than a client waits
    private static readonly TimeSpan DevicesTimeout = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turns = new(1);
    private Task<List<SweepSpec>>? _atStart = atStart;

    /// <exception cref="InvalidInputException">A run's data folder is no data set.</exception>
    public Task<Answer> SubmitAsync(SweepSpec sweep) => OnDevicesAsync((devices, slots) => InTurnAsync(async journalled =>
    {
        if (guard.Loss is { } lost) return new Answer.Refused(lost, Refusal.Prevented);
        if (sweep.NameObjection() is { } wrong) return new Answer.Refused(wrong, Refusal.WrongInput);
        var (completed, broken) = await PartsAsync(sweep, journalled.Find(known => known.Name == sweep.Name)).ConfigureAwait(false);
        if (broken is not null) return broken;
        sweep = completed;
        if (Admission.PrecisionObjection(sweep, devices) is { } precision) return precision;
        if (Admission.OtherOwner(sweep, Admission.Owners(journalled)) is { } reason) return new Answer.Refused(reason);
        if (await ObjectionAsync(sweep, journalled, slots).ConfigureAwait(false) is { } objection) return objection;
        if (await OtherImagesAsync(sweep).ConfigureAwait(false) is { } others) return new Answer.Refused(others);
        return await AskAsync(sweep).ConfigureAwait(false);
    }));

    public Task<Answer> WakeAsync(string sweep) => OnDevicesAsync((devices, _) => InTurnAsync(async journalled =>
        journalled.Find(known => known.Name == sweep) is { } spec
            ? await WakeAsync(spec, Admission.Owners(journalled), devices).ConfigureAwait(false)
            : guard.Loss is { } lost ? new Answer.Refused(lost, Refusal.Prevented)
            : new Answer.Refused($"There is no sweep {sweep} in {folder.Root}.", Refusal.WrongInput)));

    /// <summary>Names those that could not be brought back, and why.</summary>
    /// <param name="after">Nothing is brought back before this has come; the runs are shown at once.</param>
    public Task<IReadOnlyList<string>> WakeAllAsync(Task after) => InTurnAsync<IReadOnlyList<string>>(async journalled =>
    {
        var owners = Admission.Owners(journalled);
        bool FitsDevices(SweepSpec sweep) => plan.IsCompletedSuccessfully
            ? Admission.PrecisionObjection(sweep, plan.Result.Devices) is null
            : Admission.FitsAnyDevice(sweep); // which there are is not waited for, so that sweeps are shown before
        lab.Tell(new SweepsRemembered([.. journalled.Where(it => FitsDevices(it) && Admission.OtherOwner(it, owners) is null)]));
        await after.WaitAsync(leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var (devices, _) = await KnownAsync(Timeout.InfiniteTimeSpan).ConfigureAwait(false)
            ?? throw new OperationCanceledException(leaving);
        var refused = new List<string>();
        foreach (var sweep in journalled.TakeWhile(_ => !leaving.IsCancellationRequested))
            if (await WakeAsync(sweep, owners, devices).ConfigureAwait(false) is Answer.Refused no)
                refused.Add($"{sweep.Name}: {no.Reason}");
        return refused;
    });

    /// <summary>
    /// The sweeps of the journal; none where the folder or its journal is gone from under the engine: whoever asks for it looks for that
    /// first.
    /// </summary>
    public static List<SweepSpec> Journalled(StateFolder folder, FolderGuard guard) =>
        guard.Loss is null && JournalPlace.Of(folder).IsThere() ? [.. JournalReader.Open(folder.Root).Sweeps()] : [];

    public bool JournalHas(string sweep) => Journalled(folder, guard).Exists(known => known.Name == sweep);

    /// <summary>The submission with every parameter of every part, or why one of them cannot be had.</summary>
    /// <exception cref="InvalidInputException">A part or a parameter that there is not, or an assembly with other bytes.</exception>
    private async Task<(SweepSpec Sweep, Answer.Refused? Refused)> PartsAsync(SweepSpec sweep, SweepSpec? known)
    {
        if (sweep.Runs.TrueForAll(run => PluginCheck.IsPlain(run) && run.Source is null)) return (sweep, null);
        try
        {
            return (await Task.Factory.StartNew(
                () =>
                {
                    SourceCheck.Require(sweep, known, services.Plugins);
                    return PluginCheck.Completed(PluginCheck.Reconciled(sweep, known, id => JournalReader.Open(folder.Root).Run(id)), known,
                        services.Plugins);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false), null);
        }
        catch (BrokenPartException e)
        {
            return (sweep, new Answer.Refused(e.Message, Refusal.WrongInput));
        }
    }

    /// <summary>
    /// Asks when the devices are known. Whoever would wait long for that is refused, rather than taken after their client has given up.
    /// </summary>
    private async Task<Answer> OnDevicesAsync(Func<IReadOnlyList<string>, int, Task<Answer>> ask)
    {
        SlotPlan? known;
        try
        {
            known = await KnownAsync(DevicesTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new Answer.Refused("The engine still looks for its devices. Try again in a moment.", Refusal.TryAgain);
        }

        return known is var (devices, slots)
            ? await ask(devices, slots.Length).ConfigureAwait(false)
            : new Answer.Refused("The engine is shutting down.", Refusal.TryAgain);
    }

    /// <summary>The devices; null where the engine leaves before they are known.</summary>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    /// <exception cref="PreventedException">No worker can tell which there are.</exception>
    private async Task<SlotPlan?> KnownAsync(TimeSpan longest)
    {
        try
        {
            return await plan.WaitAsync(longest, services.Clock, leaving).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<Answer> WakeAsync(SweepSpec sweep, IReadOnlyDictionary<RunId, string> owners, IReadOnlyList<string> devices)
    {
        var reason = Admission.PrecisionObjection(sweep, devices)?.Reason ?? Admission.OtherOwner(sweep, owners);
        var answer = reason is null ? await TryAskAsync(sweep).ConfigureAwait(false) : new Answer.Refused(reason);
        if (answer is Answer.Refused refused) lab.Tell(new SweepRefused(sweep, refused.Reason)); // so that nobody waits for it
        return answer;
    }

    /// <summary>
    /// Null also where looking at the images takes too long to wait for, or their folder is not there: each run looks at them when it
    /// starts.
    /// </summary>
    private async Task<string?> OtherImagesAsync(SweepSpec sweep)
    {
        try
        {
            return await Task.Factory.StartNew(
                    () => JournalPlace.Of(folder).IsThere()
                        && sweep.Runs.Select(run => RunImages.Of(run).Place()).Distinct().All(images => DataPlace.Missing(images) is null)
                        ? ImagesCheck.Objection(JournalReader.Open(folder.Root).Sweep(sweep.Name), sweep, folder.Cache, leaving,
                            services.Plugins.Sources.Folder)
                        : null,
                    CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .WaitAsync(ImagesTimeout, services.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (InvalidInputException e) when (e.AbsentFolder is not null)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return "The engine leaves.";
        }
    }

    /// <summary>
    /// A file system that hangs is not waited for without end: a known sweep is taken and its runs wait, a new one is refused.
    /// </summary>
    private async Task<Answer.Refused?> ObjectionAsync(SweepSpec sweep, List<SweepSpec> journalled, int slots)
    {
        try
        {
            var looking = Task.Factory.StartNew(
                () => Admission.Objection(sweep, journalled, folder, slots, settings.CheckDisk ? services.FreeSpace : null),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return await looking.WaitAsync(answerTimeout, services.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var unknown = sweep.Runs.Select(run => run.Data).Distinct()
                .Where(data => !Admission.Knows(journalled, sweep.Name, data)).ToArray();
            if (unknown.Length > 0)
            {
                return new Answer.Refused(
                    $"{string.Join(", ", unknown)}: no answer within {answerTimeout.TotalSeconds:0} s, so {sweep.Name} was not taken. "
                    + "Hand it in again when the folder answers.", Refusal.Prevented);
            }

            log.Warning("The data of {Sweep} do not answer; its runs wait for them", sweep.Name);
            return null;
        }
    }

    private async Task<T> InTurnAsync<T>(Func<List<SweepSpec>, Task<T>> act)
    {
        await _turns.WaitAsync().ConfigureAwait(false);
        try
        {
            var journalled = Interlocked.Exchange(ref _atStart, null) ?? Task.Run(() => Journalled(folder, guard));
            return await act(await journalled.ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>A sweep that does not answer keeps no other from being brought back.</summary>
    private async Task<Answer> TryAskAsync(SweepSpec sweep)
    {
        try
        {
            return await AskAsync(sweep).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return new Answer.Refused($"no answer within {answerTimeout.TotalSeconds:0} s", Refusal.TryAgain);
        }
    }

    /// <exception cref="StateFolderLostException">The engine has left because its folder was lost.</exception>
    private async Task<Answer> AskAsync(SweepSpec sweep)
    {
        try
        {
            return await lab.Ask<Answer>(sweep, answerTimeout, lostAndLeft).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (loss() is { } why)
        {
            throw new StateFolderLostException(why);
        }
    }
}
