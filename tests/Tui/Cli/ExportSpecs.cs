using System.Text;
using System.Text.Json;
using ActorGaze.Actors.Crews;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Actors.Faults;
using ActorGaze.Tests.Tui.Exports;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;
using Parquet;

namespace ActorGaze.Tests.Tui.Cli;

/// <summary><c>export</c> and <c>results</c> over a run that an engine trained.</summary>
[Slow]
public sealed class ExportSpecs(Undisturbed undisturbed) : IDisposable
{
    private readonly TestEngine _engine = new();
    private readonly string _out = Directory.CreateTempSubdirectory("export-").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_out, recursive: true);
    }

    [Fact]
    public async Task Weights_are_the_networks_own_read_by_name_and_nothing_else()
    {
        var run = undisturbed.Run("r");
        await _engine.RunToRest([run]);
        var told = _engine.Told(run.Id);
        var file = Path.Combine(_out, "w.safetensors");

        var (status, output, error) = await Say("export", "weights", "r", file, "--json");

        Assert.Equal((ExitStatus.Well, ""), (status, error));
        Assert.Equal(told.WeightsSha256, JsonDocument.Parse(output).RootElement.GetProperty("weightsSha256").GetString());
        using var network = TrainedNetwork.Open(_engine.Folder, told, null, text => Assert.Fail(text));
        var expected = NetworkState.Named(network.Model).ToDictionary(named => named.Key["model.".Length..], named => CheckpointTensor.Of(named.Tensor));
        var (tensors, notes) = ReadSafetensors(File.ReadAllBytes(file));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(tensors, tensor =>
        {
            Assert.Equal(expected[tensor.Key].DType, tensor.Value.DType);
            Assert.Equal(expected[tensor.Key].Shape, tensor.Value.Shape);
            Assert.Equal(expected[tensor.Key].Data, tensor.Value.Data);
        });
        Assert.Equal(("pt", "r"), (notes["format"], notes["run"]));

        Assert.Contains("this file is there already. --force replaces it.", (await Say("export", "weights", "r", file)).Error, StringComparison.Ordinal);
        Assert.Equal(ExitStatus.Well, (await Say("export", "weights", "r", file, "--force", "--epoch", "best")).Status);
        Assert.Contains("the checkpoint of epoch 9 is not there; allowed: ", (await Say("export", "weights", "r", file, "--force", "--epoch", "9")).Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_out)); // nothing half-written beside it
    }

    [Fact]
    public async Task A_sweep_becomes_event_files_and_parquet_files_and_both_again()
    {
        await _engine.RunToRest([undisturbed.Run("r"), undisturbed.Run("s")]);
        var told = _engine.Told(undisturbed.Run("s").Id);

        for (var time = 0; time < 2; time++)
        {
            var (status, output, error) = await Say("export", "tensorboard", TestEngine.Sweep, Path.Combine(_out, "tb"), "--json");
            Assert.Equal((ExitStatus.Well, ""), (status, error));
            Assert.Equal(2, JsonDocument.Parse(output).RootElement.GetProperty("files").GetInt32());
            Assert.Equal(ExitStatus.Well, (await Say("export", "parquet", TestEngine.Sweep, Path.Combine(_out, "pq"))).Status);
        }

        var events = EventFile.Read(File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(_out, "tb", "s")))));
        Assert.Equal(
            told.Epochs.Select(e => (float?)e.Evaluation.Kappa),
            events.SelectMany(e => e.Values).Where(value => value.Tag == "evaluation/kappa").Select(value => value.Simple));
        Assert.Equal(["classes.parquet", "confusion.parquet", "epochs.parquet", "parquet.sha256", "runs.parquet"], Directory.GetFiles(Path.Combine(_out, "pq")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var classes = told.Classes!.Names.Length;
        Assert.Equal([2, 2 * told.Epochs.Count, 2 * told.Epochs.Count * classes, 2 * told.Epochs.Count * classes * classes],
            await Task.WhenAll(new[] { "runs", "epochs", "classes", "confusion" }.Select(name => RowsOf(Path.Combine(_out, "pq", $"{name}.parquet")))));
        await using var reader = await ParquetReader.CreateAsync(Path.Combine(_out, "pq", "classes.parquet"), cancellationToken: Deadline.Token);
        using var group = reader.OpenRowGroupReader(0);
        var (gazes, side) = (told.Epochs[0].Evaluation.Gazes, told.Epochs[0].Evaluation.Gazes.Height);
        var maps = new float[group.RowCount * side * side];
        await group.ReadRawAsync<float>(
            reader.Schema.DataFields.Single(field => field.Name == "mean_gaze"), maps.AsMemory(), new int[maps.Length].AsMemory(), new int[maps.Length].AsMemory(), Deadline.Token);
        Assert.Equal(gazes.Of(1), maps[(side * side)..(2 * side * side)]);
    }

    [Fact]
    public async Task Results_go_into_a_file_or_a_pipe_and_tables_are_named()
    {
        await _engine.RunToRest([undisturbed.Run("r")]);
        var file = Path.Combine(_out, "r.parquet");

        var (status, output, _) = await Say("results", TestEngine.Sweep, "--format", "parquet", "--out", file, "--json");

        Assert.Equal(ExitStatus.Well, status);
        Assert.Equal(await RowsOf(file), JsonDocument.Parse(output).RootElement.GetProperty("rows").GetInt64());
        Assert.Contains("found 'parquet' with standard output on a terminal", (await Say("results", TestEngine.Sweep, "--format", "parquet")).Error, StringComparison.Ordinal);
        Assert.Contains("\\begin{tabular}", (await Say("export", "latex", TestEngine.Sweep)).Output, StringComparison.Ordinal);
        Assert.Contains("--table: found 'x'; allowed: results, ", (await Say("export", "latex", TestEngine.Sweep, "--table", "x")).Error, StringComparison.Ordinal);
    }

    private static async Task<long> RowsOf(string file)
    {
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: Deadline.Token);
        return reader.RowGroups.Sum(group => group.RowCount);
    }

    /// <summary>By the format's description alone.</summary>
    private static (Dictionary<string, CheckpointTensor> Tensors, Dictionary<string, string> Notes) ReadSafetensors(byte[] file)
    {
        var length = BitConverter.ToInt32(file); // the upper four bytes are 0
        using var header = JsonDocument.Parse(Encoding.UTF8.GetString(file, 8, length));
        var data = file.AsSpan(8 + length).ToArray();
        var tensors = new Dictionary<string, CheckpointTensor>();
        foreach (var entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            int[] at = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            tensors[entry.Name] = new CheckpointTensor(
                entry.Value.GetProperty("dtype").GetString()!, [.. entry.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64())], data[at[0]..at[1]]);
        }

        return (tensors, header.RootElement.GetProperty("__metadata__").EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!));
    }

    private async Task<(int Status, string Output, string Error)> Say(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var status = await CommandLine.RunAsync([.. words, "--state", _engine.Root], new Surroundings(output, error, _ => null, TimeProvider.System, () => null));
        return (status, output.ToString(), error.ToString());
    }
}
