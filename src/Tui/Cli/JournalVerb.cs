using System.CommandLine;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>journal copy</c>: moves a state folder's journal between SQLite and PostgreSQL.</summary>
internal static class JournalVerb
{
    private const string Sqlite = "sqlite";
    private const string Place = "sqlite or postgresql://…";

    public static Command Make(Surroundings around)
    {
        var from = new Option<string?>("--from")
        {
            Description = "Where the journal is: sqlite (in the state folder), or an address. Default: where the state folder has it.",
                HelpName = Place,
        };
        var to = new Option<string>("--to") { Description = "Where it is to be. It must be empty.", HelpName = Place, Required = true };
        var copy = new Command(
            "copy",
            "Copies a state folder's journal between SQLite and PostgreSQL, compares the two, and has the state folder use the copy. "
            + "No engine may run on either.")
        {
            from, to,
        };
        copy.SetAction((parsed, cancel) => Task.Run(
            () => Copy(Call.Of(parsed, around), parsed.GetValue(from), parsed.GetRequiredValue(to), cancel), CancellationToken.None));
        return new Command("journal", "The journal of a state folder.") { copy };
    }

    private static int Copy(Call call, string? from, string to, CancellationToken cancel)
    {
        call.CheckSets();
        var folder = new StateFolder(call.StateFolder);
        if (from is null or Sqlite && !Directory.Exists(folder.Root))
            throw new InvalidInputException($"{folder.Root}: there is no such state folder.");
        using var interruption = new Interruption(call.Around);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption.Token);
        var source = from is null ? RememberedJournal.Read(folder) : PlaceOf(from, "--from");
        PrivateFiles.BecomeDefault();
        call.Say(JournalTransfer.Run(folder, source, PlaceOf(to, "--to"), new Progress(call), end.Token), copied => Lines(copied, folder));
        return ExitStatus.Well;
    }

    private static JournalAddress? PlaceOf(string text, string option) => text == Sqlite ? null
        : JournalAddress.TryParse(text, out var address, out var wrong) ? address
        : throw new InvalidInputException(
            $"{option}: found '{JournalAddress.WithoutPassword(text)}'; allowed: "
            + $"{(wrong == JournalAddress.Allowed ? "sqlite, or an address such as postgresql://user@host/database" : wrong)}.");

    private static IEnumerable<string> Lines(JournalTransferred copied, StateFolder folder)
    {
        yield return FormattableString.Invariant(
            $"{copied.To}: {copied.Events} events, the same as in {copied.From} (SHA-256 {copied.Sha256}).");
        yield return copied.SetAside is { } aside
            ? $"{folder.Root} uses it from now on. The journal before is {aside}."
            : $"{folder.Root} uses it from now on. {copied.From} is as it was; no engine should go on with it.";
    }

    /// <summary>A line every few seconds.</summary>
    private sealed class Progress(Call call) : IProgress<JournalTransferProgress>
    {
        private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);

        private long _last = call.Around.Clock.GetTimestamp();

        public void Report(JournalTransferProgress value)
        {
            if (call.Around.Clock.GetElapsedTime(_last) < BetweenLines) return;
            _last = call.Around.Clock.GetTimestamp();
            call.Around.Error.WriteLine(
                FormattableString.Invariant($"journal copy: {value.Stage}, {value.Events} of {value.Total} events"));
        }
    }
}
