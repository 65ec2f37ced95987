using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Crews;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Exports;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// <c>export weights RUN FILE</c>: a network's weights and buffers as a plain safetensors file. The network is not built for it.
/// </summary>
internal static class ExportWeights
{
    /// <summary>What was written.</summary>
    /// <param name="Epoch">Epochs done where the checkpoint was saved.</param>
    /// <param name="Step">Steps into the next one.</param>
    /// <param name="Numbers">In all tensors.</param>
    /// <param name="WeightsSha256">As the journal and <c>show</c> name it: over the tensors, not over the file.</param>
    private sealed record Written(
        string Run, string File, string Checkpoint, int Epoch, int Step, int Tensors, long Numbers, long Bytes, string WeightsSha256);

    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("RUN") { Description = "A run's name, as ps lists it." };
        var target = new Argument<string>("FILE") { Description = "The file to make, such as weights.safetensors." };
        var epoch = new Option<string?>("--epoch")
        {
            Description = "newest (the default): the newest sound checkpoint. best: that of the highest kappa. N: that at the end of an "
                + "epoch, where it is kept.",
            HelpName = "N|best|newest",
        };
        var force = new Option<bool>("--force") { Description = "Replace FILE where it is there already." };
        var command = new Command(
            "weights", "Writes a run's weights and buffers as a safetensors file, without optimizer and generators.")
        {
            name, target, epoch, force,
        };
        command.SetAction((parsed, _) => WriteAsync(
            Call.Of(parsed, around), parsed.GetRequiredValue(name), parsed.GetRequiredValue(target), parsed.GetValue(epoch),
            parsed.GetValue(force)));
        return command;
    }

    private static async Task<int> WriteAsync(Call call, string name, string target, string? epoch, bool force)
    {
        call.CheckSets();
        var choice = ChoiceOf(epoch);
        var file = FileTarget.Of("FILE", target, force);
        var run = call.Journal().RequiredRun(name, call.StateFolder);
        var (from, checkpoint) = Read(call, run, choice);
        var tensors = WeightsFile.TensorsOf(checkpoint);
        await file.WriteAsync(stream =>
        {
            WeightsFile.Write(stream, tensors, Notes(run, from));
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        var written = new Written(
            name, file.Path, from.File, from.At.EpochsDone, from.At.StepsIntoNext, tensors.Count,
            tensors.Values.Sum(tensor => tensor.Shape.Aggregate(1L, (product, side) => product * side)), new FileInfo(file.Path).Length,
            from.WeightsSha256);
        call.Say(
            written,
            said =>
                [$"{said.File}: {said.Tensors} tensors, {said.Numbers} numbers, {Numbers.Bytes(said.Bytes)}; {from.At} of {said.Run}."]);
        return ExitStatus.Well;
    }

    private static KeptCheckpoint Read(Call call, RunState run, CheckpointChoice choice)
    {
        try
        {
            return KeptCheckpoint.Read(new StateFolder(call.StateFolder), run, choice, call.Warn);
        }
        catch (DamagedCheckpointException e)
        {
            throw new PreventedException($"{run.Spec!.Id}: {e.Message}", e);
        }
    }

    private static Dictionary<string, string> Notes(RunState run, CheckpointRef from) => ExportNotes.Of(
        ("format", "pt"), ("run", run.Spec!.Id.Value), ("network", run.Spec.Network.ToString()), ("trained", from.At.ToString()),
        ("weights_sha256", from.WeightsSha256), ("classes", JsonSerializer.Serialize(run.Classes?.Names ?? [], Json.Options)));

    private static CheckpointChoice ChoiceOf(string? asked) => asked switch
    {
        null or "newest" => new CheckpointChoice.Newest(),
        "best" => new CheckpointChoice.Best(),
        _ when int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) && epoch >= 1 =>
            new CheckpointChoice.OfEpoch(epoch),
        _ => throw new InvalidInputException($"--epoch: found '{asked}'; allowed: best, newest, or an epoch from 1."),
    };
}
