using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace ActorGaze.Nn.Training;

/// <summary>How far a save has come; a test may interrupt it there.</summary>
public enum SaveStage
{
    /// <summary>All bytes are handed over, under another name.</summary>
    Written,

    /// <summary>They are on the disk.</summary>
    Synced,

    /// <summary>The file has its name; the folder may yet forget it.</summary>
    Renamed,
}

/// <summary>Checkpoints on disk: one safetensors file each, there whole or not at all.</summary>
public static class CheckpointFile
{
    /// <summary>The names of files that are being written.</summary>
    public const string PartialPattern = ".*.tmp-*";

    /// <summary>
    /// Writes beside, syncs, renames, syncs the folder. On return the checkpoint outlives a power cut; on an exception the file that had
    /// the name is as it was, or the new one is whole.
    /// </summary>
    /// <param name="folder">Made where it is missing, in a folder that is there.</param>
    /// <param name="name">A plain file name.</param>
    /// <param name="checkpoint">What to write; equal checkpoints make equal files.</param>
    /// <param name="at">Where training stood.</param>
    /// <param name="stage">Told of every stage.</param>
    /// <exception cref="IOException">A full disk, a failing one.</exception>
    public static CheckpointRef Write(
        string folder, string name, Checkpoint checkpoint, TrainingPosition at, Action<SaveStage>? stage = null)
    {
        if (name.Length == 0 || name != Path.GetFileName(name)) throw new ArgumentException(
            $"'{name}' is not a plain file name.", nameof(name));

        var entries = Safetensors.Lay(checkpoint);
        var header = Safetensors.Encode(entries, checkpoint.Metadata);
        DurableFolder.Make(folder);

        var saved = WholeFile.Write(Path.Combine(folder, name), beside =>
        {
            var bytes = header.Length + (entries.IsEmpty ? 0 : entries[^1].End);
            string sha256;
            var options = new FileStreamOptions
            {
                // no preallocation: it tells of a full disk without saying so by number
                Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(beside, options))
            {
                sha256 = WriteHashing(file, [header, .. entries.Select(entry => checkpoint.Tensors[entry.Key].Data)]);
                stage?.Invoke(SaveStage.Written);
                file.Flush(flushToDisk: true);
                stage?.Invoke(SaveStage.Synced);
            }

            return new CheckpointRef(name, sha256, checkpoint.WeightsSha256(), bytes, at);
        }, Path.Combine(folder, $".{name}.tmp-{Environment.ProcessId}"));
        stage?.Invoke(SaveStage.Renamed);
        DurableFolder.Sync(folder);
        return saved;
    }

    /// <summary>Reads a file, however damaged.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="sha256">What all its bytes must hash to, in hex; null takes what is there.</param>
    /// <exception cref="DamagedCheckpointException">It is missing, cut short, not in the format, or another file.</exception>
    /// <exception cref="IOException">The disk could not be read.</exception>
    public static Checkpoint Read(string path, string? sha256) => ReadHashed(path, sha256).Checkpoint;

    /// <summary>As <see cref="Read"/>, with the SHA-256 of all the file's bytes, in lower-case hex.</summary>
    /// <exception cref="DamagedCheckpointException">It is missing, cut short, not in the format, or another file.</exception>
    /// <exception cref="IOException">The disk could not be read.</exception>
    public static (Checkpoint Checkpoint, string Sha256) ReadHashed(string path, string? sha256 = null)
    {
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var checkpoint = ReadHashing(file, hash);

            var found = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (sha256 is not null && !found.Equals(sha256, StringComparison.OrdinalIgnoreCase))
                throw new FormatException($"its SHA-256 is {found}, not {sha256}");
            return (checkpoint, found);
        }
        catch (FormatException e)
        {
            throw new DamagedCheckpointException(path, e.Message, e);
        }
        catch (EndOfStreamException e)
        {
            throw new DamagedCheckpointException(path, "it ends too early", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DamagedCheckpointException(path, "there is no such file", e);
        }
    }

    /// <summary>Deletes what interrupted saves have left in a folder. Nobody may be saving into it.</summary>
    /// <param name="process">Only of this one; null: of any.</param>
    public static void ClearLeftovers(string folder, int? process = null)
    {
        if (!Directory.Exists(folder)) return;
        var pattern = process is { } id ? FormattableString.Invariant($".*.tmp-{id}") : PartialPattern;
        foreach (var leftover in Directory.EnumerateFiles(folder, pattern)) File.Delete(leftover);
    }

    private static string WriteHashing(FileStream file, IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(part);
            file.Write(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Checkpoint ReadHashing(FileStream file, IncrementalHash hash)
    {
        if (file.Length < Safetensors.LengthBytes) throw new EndOfStreamException();

        // No length from the file is believed before it is compared with the file's own.
        var jsonBytes = BinaryPrimitives.ReadUInt64LittleEndian(Next(Safetensors.LengthBytes));
        var left = file.Length - Safetensors.LengthBytes;
        if (jsonBytes > Safetensors.MaxJsonBytes) throw new FormatException(
            $"its header claims {jsonBytes} bytes; allowed: {Safetensors.MaxJsonBytes}");
        if (jsonBytes > (ulong)left) throw new EndOfStreamException();

        var header = Safetensors.Parse(Next((int)jsonBytes), left - (long)jsonBytes);
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, CheckpointTensor>(StringComparer.Ordinal);
        foreach (var entry in header.Entries)
            tensors.Add(entry.Key, new CheckpointTensor(entry.DType, entry.Shape, Next((int)(entry.End - entry.Begin))));
        return new Checkpoint(tensors.ToImmutable(), header.Metadata);

        byte[] Next(int count)
        {
            var bytes = GC.AllocateUninitializedArray<byte>(count);
            file.ReadExactly(bytes);
            hash.AppendData(bytes);
            return bytes;
        }
    }
}
