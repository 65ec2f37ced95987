using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Nn.Training;

public sealed class CheckpointFileTests : IDisposable
{
    private static readonly TrainingPosition At = new(3, 17);

    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-checkpoints-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_written_is_read()
    {
        var reference = CheckpointFile.Write(_folder, "a.safetensors", Checkpoints.Golden, At);
        var back = CheckpointFile.Read(Path.Combine(_folder, "a.safetensors"), reference.Sha256);

        Assert.Equal(Checkpoints.Golden.Tensors, back.Tensors);
        Assert.Equal(Checkpoints.Golden.Metadata, back.Metadata);
        Assert.Equal(["a.safetensors"], Names());
    }

    [Fact]
    public void Its_reference_says_what_is_on_disk()
    {
        var reference = CheckpointFile.Write(_folder, "a.safetensors", Checkpoints.Golden, At);
        var bytes = File.ReadAllBytes(Path.Combine(_folder, "a.safetensors"));

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal(new CheckpointRef("a.safetensors", sha256, Checkpoints.GoldenWeightsSha256, bytes.Length, At), reference);
    }

    [Fact]
    public void A_checkpoint_s_bytes_are_those_of_the_golden_file_for_ever()
    {
        CheckpointFile.Write(_folder, "a.safetensors", Checkpoints.Golden, At);

        Assert.Equal(File.ReadAllBytes(Checkpoints.GoldenPath), File.ReadAllBytes(Path.Combine(_folder, "a.safetensors")));
    }

    [Fact]
    public void The_golden_file_is_read_for_ever()
    {
        var golden = CheckpointFile.Read(Checkpoints.GoldenPath, sha256: "a97b58f605cd6b3bd656ae91d9260139c032ca5856a086bda7444648c74bc2d6");

        Assert.Equal(Checkpoints.Golden.Tensors, golden.Tensors);
        Assert.Equal(Checkpoints.Golden.Metadata, golden.Metadata);
        Assert.Equal(Checkpoints.GoldenWeightsSha256, golden.WeightsSha256());
    }

    [Fact]
    public void A_header_read_by_hand_names_every_tensor_at_a_multiple_of_its_size()
    {
        CheckpointFile.Write(_folder, "a.safetensors", Checkpoints.Golden, At);
        var bytes = File.ReadAllBytes(Path.Combine(_folder, "a.safetensors"));

        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        string[] keys = [.. header.RootElement.EnumerateObject().Select(p => p.Name)];

        Assert.Equal(0, length % 8);
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.Equal("actorgaze-1", header.RootElement.GetProperty("__metadata__").GetProperty("format").GetString());
        foreach (var (key, tensor) in Checkpoints.Golden.Tensors)
        {
            var offsets = header.RootElement.GetProperty(key).GetProperty("data_offsets");
            var (begin, end) = (offsets[0].GetInt32(), offsets[1].GetInt32());
            Assert.Equal(tensor.Data, bytes[(8 + length + begin)..(8 + length + end)]);
            Assert.Equal(0, begin % tensor.DType switch { "I64" => 8, "F32" => 4, "F16" => 2, _ => 1 });
        }
    }

    [Fact]
    public void Only_the_network_s_tensors_count_for_the_weights_hash()
    {
        var golden = Checkpoints.Golden;
        var weight = golden.Tensors["model.head.weight"];
        byte[] turned = [.. weight.Data.Reverse()];

        Assert.Equal(golden.WeightsSha256(), (golden with { Tensors = golden.Tensors.Remove("rng"), Metadata = golden.Metadata.Clear() }).WeightsSha256());
        Assert.All(
            [
                golden.Tensors.SetItem("model.head.weight", weight with { Data = turned }),
                golden.Tensors.SetItem("model.head.weight", weight with { Shape = [3, 2] }),
                golden.Tensors.SetItem("model.head.weight", weight with { DType = "I32" }),
                golden.Tensors.Remove("model.head.weight").Add("model.head.other", weight),
                golden.Tensors.Remove("model.head.weight"),
            ],
            changed => Assert.NotEqual(golden.WeightsSha256(), (golden with { Tensors = changed }).WeightsSha256()));
    }

    [Theory]
    [InlineData(SaveStage.Written)]
    [InlineData(SaveStage.Synced)]
    [InlineData(SaveStage.Renamed)]
    public void A_save_that_is_interrupted_leaves_a_whole_file(SaveStage where)
    {
        var path = Path.Combine(_folder, "a.safetensors");
        CheckpointFile.Write(_folder, "a.safetensors", Checkpoints.Golden, At);
        var next = Checkpoints.Golden with { Metadata = Checkpoints.Golden.Metadata.SetItem("format", "the next one") };

        Assert.Throws<IOException>(() =>
            CheckpointFile.Write(_folder, "a.safetensors", next, At, stage => { if (stage == where) throw new IOException("The disk is gone."); }));

        var whole = CheckpointFile.Read(path, sha256: null);
        Assert.Equal(where == SaveStage.Renamed ? "the next one" : "actorgaze-1", whole.Metadata["format"]);
        Assert.Equal(["a.safetensors"], Names());
    }

    [Fact]
    public void Until_the_rename_the_old_file_stands_untouched_beside_the_new_bytes()
    {
        CheckpointFile.Write(_folder, "a.safetensors", Checkpoints.Golden, At);
        var old = File.ReadAllBytes(Path.Combine(_folder, "a.safetensors"));
        var seen = new List<(SaveStage Stage, bool OldFile, int Files)>();

        CheckpointFile.Write(_folder, "a.safetensors", Checkpoint.Empty, At, stage =>
            seen.Add((stage, old.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(_folder, "a.safetensors"))), Names().Length)));

        Assert.Equal([(SaveStage.Written, true, 2), (SaveStage.Synced, true, 2), (SaveStage.Renamed, false, 1)], seen);
    }

    [Fact]
    public void What_killed_saves_left_is_cleared_and_nothing_else()
    {
        File.WriteAllText(Path.Combine(_folder, ".a.safetensors.tmp-123"), "half");
        CheckpointFile.Write(_folder, "a.safetensors", Checkpoints.Golden, At);

        CheckpointFile.ClearLeftovers(_folder);
        CheckpointFile.ClearLeftovers(Path.Combine(_folder, "not-there"));

        Assert.Equal(["a.safetensors"], Names());
    }

    [Fact]
    public void A_folder_that_is_missing_is_made_but_not_the_one_above_it()
    {
        var (run, gone) = (Path.Combine(_folder, "run"), Path.Combine(_folder, "gone"));

        CheckpointFile.Write(run, "a.safetensors", Checkpoint.Empty, At);

        Assert.Empty(CheckpointFile.Read(Path.Combine(run, "a.safetensors"), sha256: null).Tensors);
        Assert.Throws<DirectoryNotFoundException>(() => CheckpointFile.Write(Path.Combine(gone, "run"), "a.safetensors", Checkpoint.Empty, At));
        Assert.False(Directory.Exists(gone));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("../a")]
    public void A_name_that_leads_elsewhere_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => CheckpointFile.Write(_folder, name, Checkpoint.Empty, At));

    [Fact]
    public void A_tensor_that_contradicts_itself_is_not_written()
    {
        var tensor = new CheckpointTensor("F32", [3], new byte[8]);

        Assert.Throws<ArgumentException>(() => CheckpointFile.Write(_folder, "a", Checkpoints.Of(("x", tensor)), At));
        Assert.Throws<ArgumentException>(() => CheckpointFile.Write(_folder, "a", Checkpoints.Of(("__metadata__", tensor with { Shape = [2] })), At));
        Assert.Empty(Names());
    }

    private string[] Names() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}

internal static class Checkpoints
{
    /// <summary>Computed by another program from the description of the hash.</summary>
    public const string GoldenWeightsSha256 = "5ea10ac9acc43e5b76fb1baa0629a5d52a6b5eef005f6b015636f91f1c641c18";

    public static string GoldenPath => Path.Combine(AppContext.BaseDirectory, "Nn", "Golden", "checkpoint-v1.safetensors");

    /// <summary>What the golden file holds.</summary>
    public static Checkpoint Golden
    {
        get
        {
            var weight = new byte[24];
            Buffer.BlockCopy(new[] { 0f, -1.5f, 2.25f, 3f, 1e-8f, 65504f }, 0, weight, 0, 24);
            var checkpoint = Of(
                ("model.head.weight", new CheckpointTensor("F32", [2, 3], weight)),
                ("model.norm.num_batches_tracked", new CheckpointTensor("I64", [], BitConverter.GetBytes(178L))),
                ("adam.0.step", new CheckpointTensor("F16", [], BitConverter.GetBytes((Half)0.5))),
                ("rng", new CheckpointTensor("U8", [3], [0, 127, 255])));
            return checkpoint with { Metadata = checkpoint.Metadata.Add("note", "λ₀ = −100, \"quoted\"").Add("format", "actorgaze-1") };
        }
    }

    public static Checkpoint Of(params (string Key, CheckpointTensor Tensor)[] tensors) =>
        Checkpoint.Empty with { Tensors = Checkpoint.Empty.Tensors.AddRange(tensors.Select(t => KeyValuePair.Create(t.Key, t.Tensor))) };
}
