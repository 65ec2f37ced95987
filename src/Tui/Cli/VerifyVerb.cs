using System.CommandLine;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>verify RUN</c>: trains again between two checkpoints and compares everything in them.</summary>
internal static class VerifyVerb
{
    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("RUN") { Description = "A run's name, as ps lists it." };
        var from = new Option<string?>("--from")
        {
            Description = "The checkpoint to train again from: one of the run's files, or start. Default: the newest but one.",
            HelpName = "CHECKPOINT",
        };
        var command =
            new Command("verify", "Trains a stretch of a run again and compares it with what was saved, to the bit.") { name, from };
        command.SetAction((parsed, cancel) =>
            Task.Run(() => Verify(Call.Of(parsed, around), parsed.GetRequiredValue(name), parsed.GetValue(from), cancel), cancel));
        return command;
    }

    private static int Verify(Call call, string name, string? from, CancellationToken cancel)
    {
        call.CheckSets();
        var run = call.Journal().RequiredRun(name, call.StateFolder);
        NamedTorch.Load(call.Around);
        try
        {
            var result = Verification.Run(new StateFolder(call.StateFolder), run, from, DevicePlace.Of(run.Device ?? "cpu").Device,
                new Progress(call), cancel, call.Around.Plugins.Sources.Folder);
            call.Say(result, Lines);
            return result.Same ? ExitStatus.Well : ExitStatus.Failed;
        }
        catch (Exception e) when (e is DamagedCheckpointException or UnauthorizedAccessException)
        {
            throw new PreventedException($"{name}: {e.Message}", e);
        }
    }

    private static IEnumerable<string> Lines(VerificationResult result) =>
    [
        $"{result.Run}: from {result.From?.File ?? "the start"} to {result.Against.File} on {result.Device}",
        .. result.Parts.Select(part => part.Same ? $"  {part.Part}: the same" : $"  {part.Part}: differs, first at {part.Difference}"),
        .. result.OtherFacts.Select(other => $"  the bits depend on other facts: {other}"),
        result.Same ? "The same to the bit."
            : result.Against.Bits is null ? "Not the same. The checkpoint is of a version that computed evaluation figures in another "
                + "order: their seventh digit may differ."
            : "Not the same.",
    ];

    private sealed class Progress(Call call) : IProgress<TrainingPosition>
    {
        private const int StepsBetweenLines = 50;

        public void Report(TrainingPosition value)
        {
            if (value.StepsIntoNext % StepsBetweenLines == 0) call.Around.Error.WriteLine($"verify: {value}");
        }
    }
}
