using System.CommandLine;
using ActorGaze.Actors.Persistence.Backups;
using ActorGaze.Actors.Storage;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>backup FILE</c>: one archive of a state folder, of a running engine too.</summary>
internal static class BackupVerb
{
    public static Command Make(Surroundings around)
    {
        var file = new Argument<string>("FILE") { Description = "The archive to make, a tar file." };
        var force = new Option<bool>("--force") { Description = "Replace FILE where it is there already." };
        var command = new Command(
            "backup",
            "Copies the journal and the checkpoints it names into one archive, of a running engine too. To restore: unpack it into an "
            + "empty folder, and give that as --state. Exit status 1 where a checkpoint is missing or damaged.")
        {
            file, force,
        };
        command.SetAction((parsed, cancel) => Task.Run(
            () => Take(Call.Of(parsed, around), parsed.GetRequiredValue(file), parsed.GetValue(force), cancel), CancellationToken.None));
        return command;
    }

    private static int Take(Call call, string file, bool force, CancellationToken cancel)
    {
        call.CheckSets();
        using var interruption = new Interruption(call.Around);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, interruption.Token);
        var result = Backup.Take(new StateFolder(call.StateFolder), file, force, call.Around.Clock, new Progress(call), end.Token);
        call.Say(result, Lines);
        var error = call.Around.Error;
        foreach (var missing in result.Missing)
            error.WriteLine($"actorgaze: {missing}: the journal names this checkpoint, and it is not on disk.");
        foreach (var damaged in result.Damaged)
            error.WriteLine($"actorgaze: {damaged}: this checkpoint is not what its hash says. It is in the archive as it is.");
        return result.IsWhole ? ExitStatus.Well : ExitStatus.Failed;
    }

    private static IEnumerable<string> Lines(BackupResult result) =>
    [
        $"{result.File}: {Numbers.Bytes(result.Bytes)}, {Numbers.Count(result.Sweeps, "sweep")}, {Numbers.Count(result.Runs, "run")}, "
        + $"{Numbers.Count(result.Checkpoints, "checkpoint")}.",
        "To restore it, unpack it into an empty folder (tar -xf FILE -C DIR) and give that as --state. The images are not in it.",
    ];

    /// <summary>A line every few seconds.</summary>
    private sealed class Progress(Call call) : IProgress<BackupProgress>
    {
        private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);

        private long _last = call.Around.Clock.GetTimestamp();

        public void Report(BackupProgress value)
        {
            if (call.Around.Clock.GetElapsedTime(_last) < BetweenLines) return;
            _last = call.Around.Clock.GetTimestamp();
            call.Around.Error.WriteLine($"backup: {Numbers.Bytes(value.Bytes)} of {Numbers.Bytes(value.Total)}, {value.File}");
        }
    }
}
