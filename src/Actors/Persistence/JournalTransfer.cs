using System.Security.Cryptography;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Persistence;

/// <summary>How far a copy of a journal is.</summary>
/// <param name="Stage"><c>copying</c>, then <c>comparing</c>.</param>
public sealed record JournalTransferProgress(string Stage, long Events, long Total);

/// <summary>A journal that was copied.</summary>
/// <param name="From">A path, or an address without a password.</param>
/// <param name="Sha256">Of all events with all their columns, in lower-case hex: the same at both ends.</param>
/// <param name="SetAside">Where the files of a journal in SQLite are now that the state folder has its journal elsewhere; null where
/// there were none.</param>
public sealed record JournalTransferred(string From, string To, long Events, string Sha256, string? SetAside);

/// <summary>
/// Copies a state folder's journal between SQLite and PostgreSQL, and has the folder use the copy from then on. Snapshots are not copied:
/// they only make reading faster, and are made anew.
/// </summary>
public static class JournalTransfer
{
    private const int Said = 1000; // events between two reports

    /// <summary>Copies all events, reads both ends again, and compares them. The copy is there as a whole, or not at all.</summary>
    /// <param name="from">An address; null: SQLite in the folder.</param>
    /// <param name="to">An address; null: SQLite in the folder.</param>
    /// <exception cref="InvalidInputException">An engine has one of them, the source is empty, or the target is not.</exception>
    /// <exception cref="PreventedException">A disk or a server does not let it.</exception>
    public static JournalTransferred Run(
        StateFolder folder, JournalAddress? from, JournalAddress? to, IProgress<JournalTransferProgress>? progress = null,
        CancellationToken cancel = default)
    {
        if (from is null && to is null)
            throw new InvalidInputException(
                "journal copy: both ends are SQLite in one state folder; allowed: an address of PostgreSQL as one of them.");
        if (from is not null && to is not null && from.IsSamePlaceAs(to))
            throw new InvalidInputException($"journal copy: both ends are {to}; allowed: two places.");
        folder.Prepare();
        using var held = EngineLock.Take(folder);
        var (source, target) = (JournalPlace.In(folder, from), JournalPlace.In(folder, to));
        try
        {
            return Run(folder, source, target, to, progress, cancel);
        }
        catch (Exception e) when (e is not (InvalidInputException or PreventedException)
            && (target.Explain(e) ?? source.Explain(e)) is { } explained)
        {
            throw explained;
        }
    }

    private static JournalTransferred Run(
        StateFolder folder, IJournalStore source, IJournalStore target, JournalAddress? to, IProgress<JournalTransferProgress>? progress,
        CancellationToken cancel)
    {
        using var reading = source.Source(folder);
        using var writing = target.Target(folder);
        var total = reading.Count();
        writing.Write(Told(reading.Read(), "copying", total, progress, cancel));
        var sha256 = Compare(reading.Read(), Told(writing.Read(), "comparing", total, progress, cancel), target.Name);
        writing.Commit();
        RememberedJournal.Write(folder, to);
        var aside = to is not null && File.Exists(folder.Journal) ? SetAside.Database(folder.Journal) : null;
        return new JournalTransferred(source.Name, target.Name, total, sha256, aside);
    }

    private static IEnumerable<JournalRow> Told(
        IEnumerable<JournalRow> rows, string stage, long total, IProgress<JournalTransferProgress>? progress, CancellationToken cancel)
    {
        var events = 0L;
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            yield return row;
            if (++events % Said == 0 || events == total) progress?.Report(new JournalTransferProgress(stage, events, total));
        }
    }

    /// <returns>The hash of both.</returns>
    private static string Compare(IEnumerable<JournalRow> expected, IEnumerable<JournalRow> actual, string target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var copy = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in expected) row.AddTo(hash);
        foreach (var row in actual) row.AddTo(copy);
        var (want, have) = (Convert.ToHexStringLower(hash.GetHashAndReset()), Convert.ToHexStringLower(copy.GetHashAndReset()));
        return want == have ? want : throw new PreventedException(
            $"{target}: what was read back is not what was copied (SHA-256 {have}, not {want}). Nothing was kept of it, and the source "
            + "is as it was.");
    }
}
