using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Decoding;

namespace ActorGaze.Benchmarks;

/// <summary>What decoding once saves in every epoch.</summary>
internal static class Cache
{
    private const int MostImages = 512;
    private const int Rounds = 9;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(15);

    public static Table Measure(Material material)
    {
        var order = material.Order(MostImages);
        var pixels = new byte[GrayResize.PixelCount];
        var times = Interleaved.Measure(Rounds, Budget, least: 3, () => Epoch(_ => { }), () => Epoch(Decode));
        var (stored, decoded) = (Interleaved.Median(times[0].Wall), Interleaved.Median(times[1].Wall));
        return new Table(
            $"An epoch's batches of {order.Length} images, cropped and scaled, one thread, medians of {times[0].Rounds} interleaved rounds",
            ["from", "ms", "images/s", "time against the store"],
            [
                ["the store", $"{stored:0}", $"{1000 * order.Length / stored:0}", "1"],
                ["files, decoded every epoch", $"{decoded:0}", $"{1000 * order.Length / decoded:0}", $"{Interleaved.Ratio(times[1].Wall, times[0].Wall):0.0}"],
            ]);

        void Epoch(Action<int> before)
        {
            foreach (var indices in order.Chunk(Material.BatchSize))
            {
                foreach (var index in indices) before(index);
                using var batch = material.Batch(indices);
            }
        }

        void Decode(int index)
        {
            var path = Path.Combine(material.Root, material.Store.RelativePath(index));
            if (ImageDecoder.Decode(File.ReadAllBytes(path), pixels) is { } fault) throw new InvalidDataException($"{path}: {fault}");
        }
    }
}
