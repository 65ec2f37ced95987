using System.Text.Json;
using System.Text.Json.Serialization;
using SkiaSharp;

namespace ActorGaze.Nn.Data.Phantoms;

/// <summary>How far drawing has come, in images.</summary>
public readonly record struct PhantomProgress(int Drawn, int Total);

public static class PhantomFolder
{
    /// <summary>Counts up whenever the same spec draws other pixels.</summary>
    private const int Drawing = 1;
    private const string SpecFile = "phantoms.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private sealed record Contents(int Drawing, PhantomSpec Spec);

    /// <summary>
    /// Writes a data set as PNG files: 'Training', 'Testing', each image's mask under the same path in 'masks', and 'phantoms.json'.
    /// </summary>
    /// <remarks>What is there already stays: a second call costs milliseconds, and one after an interruption draws the rest.</remarks>
    /// <exception cref="InvalidInputException">The folder holds something else, or phantoms of another spec; or a count is out of its
    /// range.</exception>
    public static void Write(
        string folder, PhantomSpec spec, IProgress<PhantomProgress>? progress = null, CancellationToken cancellation = default)
    {
        var names = spec.ClassNames();
        Claim(folder, spec);

        var perClass = spec.TrainPerClass + spec.TestPerClass;
        var missing = Enumerable.Range(0, names.Length * perClass)
            .Select(n => (Label: n / perClass, Index: n % perClass, Path: PathOf(spec, names[n / perClass], n % perClass)))
            .Where(image => !IsThere(Path.Combine(folder, image.Path)) || !IsThere(Path.Combine(folder, "masks", image.Path)))
            .ToArray();

        foreach (var path in missing.Select(image => Path.GetDirectoryName(image.Path)!).Distinct())
        {
            Directory.CreateDirectory(Path.Combine(folder, path));
            Directory.CreateDirectory(Path.Combine(folder, "masks", path));
        }

        var done = 0;
        Cores.ForEach(missing.Length, cancellation, n =>
        {
            var (label, index, path) = missing[n];
            var phantom = PhantomImages.Draw(spec, label, index);
            WholeFile.Write(Path.Combine(folder, "masks", path), Png(phantom.Mask));
            WholeFile.Write(Path.Combine(folder, path), Png(phantom.Pixels));
            progress?.Report(new PhantomProgress(Interlocked.Increment(ref done), missing.Length));
        });
    }

    /// <summary>Whoever draws writes the spec first: another one who draws into the folder may have begun at any instant.</summary>
    private static void Claim(string folder, PhantomSpec spec)
    {
        var specFile = Path.Combine(folder, SpecFile);
        if (File.Exists(folder)) throw new InvalidInputException($"'{folder}' is a file. Phantoms are written into a folder.");
        if (IsClaimed(folder, specFile, spec)) return;
        Directory.CreateDirectory(folder);
        if (Directory.EnumerateFileSystemEntries(folder)
            .FirstOrDefault(path => !path.EndsWith(".partial", StringComparison.Ordinal)) is { } other)
        {
            if (IsClaimed(folder, specFile, spec)) return;
            throw new InvalidInputException($"'{folder}' is not empty: it holds '{Path.GetFileName(other)}' and no '{SpecFile}'. "
                + "Phantoms are written into a new or empty folder.");
        }

        WholeFile.Write(specFile, JsonSerializer.SerializeToUtf8Bytes(new Contents(Drawing, spec), Json));
    }

    private static bool IsClaimed(string folder, string specFile, PhantomSpec spec)
    {
        if (!File.Exists(specFile)) return false;
        var found = Read(specFile);
        return found == new Contents(Drawing, spec) ? true : throw new InvalidInputException(
            $"'{folder}' holds phantoms of another kind: {found.Spec}, drawing {found.Drawing}. Asked for: {spec}, drawing {Drawing}. "
            + "Name another folder, or remove this one.");
    }

    private static Contents Read(string specFile)
    {
        try
        {
            if (JsonSerializer.Deserialize<Contents>(File.ReadAllBytes(specFile), Json) is { Spec: not null } contents) return contents;
        }
        catch (JsonException fault)
        {
            throw new InvalidInputException(
                $"'{specFile}' is damaged ({fault.Message}) Remove the folder, and it will be drawn anew.", fault);
        }

        throw new InvalidInputException($"'{specFile}' names no phantoms. Remove the folder, and it will be drawn anew.");
    }

    private static string PathOf(PhantomSpec spec, string name, int index) =>
        $"{(index < spec.TrainPerClass ? "Training" : "Testing")}/{name}/{name}-{index:D5}.png";

    // A file that a power cut left empty is drawn again.
    private static bool IsThere(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static unsafe byte[] Png(byte[] pixels)
    {
        var info = new SKImageInfo(PhantomImages.Side, PhantomImages.Side, SKColorType.Gray8, SKAlphaType.Opaque);
        fixed (byte* start = pixels)
        {
            using var pixmap = new SKPixmap(info, (nint)start, info.RowBytes);
            using var data = pixmap.Encode(SKEncodedImageFormat.Png, 100)
                ?? throw new InvalidOperationException("The PNG encoder gave nothing.");
            return data.ToArray();
        }
    }
}
