using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ActorGaze.Nn.Training;

/// <summary>
/// The gazes of one epoch's evaluation, a byte for each cell: of every image, right or wrong, in the order of the evaluation.
/// </summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Predicted">By image.</param>
/// <param name="Greatest">By image, what the byte 255 stands for; 0 stands for 0.</param>
/// <param name="Cells">Image by image, row by row.</param>
public sealed record GazeRecord(int Epoch, int Height, int Width, ImmutableArray<int> Predicted, ImmutableArray<float> Greatest,
    byte[] Cells)
{
    private const string Format = "actorgaze-gazes/1";
    private const string ContentKey = "content-sha256";

    public int Images => Predicted.Length;

    /// <summary>One image's cells, 0 to 255.</summary>
    public ReadOnlySpan<byte> Of(int image) => Cells.AsSpan(image * Height * Width, Height * Width);

    /// <summary>The name of its file.</summary>
    public static string FileName(int epoch) => FormattableString.Invariant($"e{epoch:0000}.gazes");

    /// <summary>Writes it into a folder as safetensors, whole or not at all; on return it outlives a power cut.</summary>
    /// <param name="made">Which training it is of.</param>
    /// <exception cref="IOException">A full disk, a failing one.</exception>
    public void Write(string folder, GazeRecordOrigin made)
    {
        var tensors = Checkpoint.Empty.Tensors
            .Add("gazes", new CheckpointTensor("U8", [Images, Height, Width], Cells))
            .Add("greatest", new CheckpointTensor("F32", [Images], MemoryMarshal.AsBytes(Greatest.AsSpan()).ToArray()))
            .Add("predicted", new CheckpointTensor("I32", [Images], MemoryMarshal.AsBytes(Predicted.AsSpan()).ToArray()));
        var metadata = Checkpoint.Empty.Metadata
            .Add("format", Format).Add("epoch", Epoch.ToString(CultureInfo.InvariantCulture)).Add("images-sha256", made.Images)
                .Add("spec-bits-sha256", made.Spec);
        var whole = new Checkpoint(tensors, metadata);
        CheckpointFile.Write(
            folder, FileName(Epoch), whole with { Metadata = metadata.Add(ContentKey, whole.ContentSha256(ContentKey)) },
                new TrainingPosition(Epoch, 0));
    }

    /// <summary>Null where there is no such file, or it is damaged or of another training.</summary>
    /// <exception cref="IOException">The disk could not be read.</exception>
    public static GazeRecord? Read(string folder, int epoch, GazeRecordOrigin made)
    {
        var path = Path.Combine(folder, FileName(epoch));
        if (!File.Exists(path)) return null;
        try
        {
            var (tensors, metadata) = CheckpointFile.Read(path, null);
            if (!IsOf(metadata, made) || metadata[ContentKey] != new Checkpoint(tensors, metadata).ContentSha256(ContentKey)) return null;
            var gazes = tensors["gazes"];
            return new GazeRecord(
                epoch, (int)gazes.Shape[1], (int)gazes.Shape[2], [.. MemoryMarshal.Cast<byte, int>(tensors["predicted"].Data)],
                [.. MemoryMarshal.Cast<byte, float>(tensors["greatest"].Data)], gazes.Data);
        }
        catch (Exception e) when (e is DamagedCheckpointException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether a file that says this of itself is a record of that training.</summary>
    internal static bool IsOf(ImmutableSortedDictionary<string, string> metadata, GazeRecordOrigin made) =>
        metadata.GetValueOrDefault("format") == Format && metadata.GetValueOrDefault("images-sha256") == made.Images
        && metadata.GetValueOrDefault("spec-bits-sha256") == made.Spec;
}

/// <summary>Which training a record is of.</summary>
/// <param name="Images">The data set's content key.</param>
/// <param name="Spec">SHA-256 over every setting that decides the run's bits.</param>
public sealed record GazeRecordOrigin(string Images, string Spec);

/// <summary>Collects an evaluation's gazes, chunk by chunk. Plain numbers, no tensor; not for two threads at once.</summary>
public sealed class GazeRecorder
{
    private const int Steps = 255;

    private readonly List<int> _predicted = [];
    private readonly List<float> _greatest = [];
    private readonly MemoryStream _cells = new();
    private (int Height, int Width) _grid;

    public void Add(EvaluationChunk chunk)
    {
        _grid = (chunk.Height, chunk.Width);
        var pixels = chunk.Height * chunk.Width;
        for (var n = 0; n < chunk.Samples; n++)
        {
            var gaze = chunk.AllGazes.Span.Slice(n * pixels, pixels);
            var greatest = 0.0;
            foreach (var value in gaze) greatest = Math.Max(greatest, value);
            _predicted.Add(chunk.Predictions[n]);
            _greatest.Add((float)greatest);
            foreach (var value in gaze) _cells.WriteByte(greatest == 0 ? (byte)0
                : (byte)Math.Round(Math.Clamp(value / greatest, 0, 1) * Steps));
        }
    }

    public GazeRecord Close(int epoch) => new(epoch, _grid.Height, _grid.Width, [.. _predicted], [.. _greatest], _cells.ToArray());
}
