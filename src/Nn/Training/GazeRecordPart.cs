using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Nn.Training;

/// <summary>One image's gaze of a record, and what all images were named. The rest of the file is not read.</summary>
/// <param name="Predicted">By image, of all of them.</param>
/// <param name="Greatest">What the byte 255 stands for.</param>
/// <param name="Cells">Row by row.</param>
public sealed record GazeRecordPart(int Height, int Width, ImmutableArray<int> Predicted, float Greatest, ImmutableArray<byte> Cells)
{
    /// <summary>
    /// Null where there is no such file or image, or the file is cut off, of another kind or of another training. Other damage is not
    /// noticed: <see cref="GazeRecord.Read"/> notices it.
    /// </summary>
    /// <exception cref="IOException">The disk could not be read.</exception>
    public static GazeRecordPart? Read(string folder, int epoch, GazeRecordOrigin made, int image)
    {
        var path = Path.Combine(folder, GazeRecord.FileName(epoch));
        if (!File.Exists(path)) return null;
        using var file = File.OpenHandle(path);
        try
        {
            return Read(file, made, image);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static GazeRecordPart? Read(SafeFileHandle file, GazeRecordOrigin made, int image)
    {
        var left = RandomAccess.GetLength(file) - Safetensors.LengthBytes;
        if (left < 0) return null;
        var length = BinaryPrimitives.ReadUInt64LittleEndian(Next(0, Safetensors.LengthBytes));
        if (length > (ulong)Math.Min(left, Safetensors.MaxJsonBytes)) return null;
        var header = Safetensors.Parse(Next(Safetensors.LengthBytes, (int)length), left - (long)length);
        var begin = Safetensors.LengthBytes + (long)length;
        if (!GazeRecord.IsOf(header.Metadata, made) || Tensor("gazes", "U8") is not { Shape: [var images, var height, var width] } gazes
            || Tensor("greatest", "F32") is not { Shape: [var ofGreatest] } greatest
            || Tensor("predicted", "I32") is not { Shape: [var ofPredicted] } predicted
            || ofGreatest != images || ofPredicted != images || image < 0 || image >= images) return null;

        var cells = (int)(height * width);
        return new GazeRecordPart(
            (int)height, (int)width,
            [.. MemoryMarshal.Cast<byte, int>(Next(begin + predicted.Begin, (int)(predicted.End - predicted.Begin)))],
            BinaryPrimitives.ReadSingleLittleEndian(Next(begin + greatest.Begin + ((long)image * sizeof(float)), sizeof(float))),
            [.. Next(begin + gazes.Begin + ((long)image * cells), cells)]);

        TensorEntry? Tensor(string key, string type) => header.Entries.FirstOrDefault(entry => (entry.Key, entry.DType) == (key, type));

        byte[] Next(long offset, int count)
        {
            var bytes = new byte[count];
            for (var done = 0; done < count;)
            {
                var read = RandomAccess.Read(file, bytes.AsSpan(done), offset + done);
                done += read > 0 ? read : throw new FormatException("it ends too early");
            }

            return bytes;
        }
    }
}
