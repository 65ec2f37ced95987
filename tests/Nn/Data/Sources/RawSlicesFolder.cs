namespace ActorGaze.Tests.Nn.Data.Sources;

/// <summary>A folder as the source of docs/your-own-data.md reads it; gone at the test's end.</summary>
internal sealed class RawSlicesFolder : IDisposable
{
    private const int Side = 64;

    /// <param name="patients">Of each class; the last of each is tested on.</param>
    public RawSlicesFolder(int patients = 4)
    {
        var chance = new Random(7);
        var tested = new List<string>();
        foreach (var (label, name) in new[] { "a", "b" }.Index())
            for (var n = 0; n < patients; n++)
            {
                var patient = $"{name}{n}";
                if (n == patients - 1) tested.Add(patient);
                for (var slice = 0; slice < 3; slice++)
                {
                    var values = new byte[Side * Side];
                    chance.NextBytes(values);
                    for (var at = 0; at < values.Length; at++) values[at] = (byte)((values[at] / 4) + (at / Side < Side / 2 == (label == 0) ? 150 : 20));
                    File.WriteAllBytes(Path.Combine(Root, $"{patient}_{name}_{slice}.raw"), values);
                }
            }

        File.WriteAllLines(Path.Combine(Root, "test.txt"), tested);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("slices-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
