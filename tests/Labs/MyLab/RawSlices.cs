using ActorGaze.Nn.Data.Sources;

namespace MyLab;

/// <summary>Slices as bare bytes, 64×64 of them, called PATIENT_CLASS_NUMBER.raw; test.txt lists the patients that are tested on.</summary>
public sealed class RawSlices(SourceSetup setup) : IImageSource
{
    private const int Side = 64;

    public string? ContentKey => null; // all slices are read each time the data set is opened

    public IReadOnlyList<string> Notes => [];

    public IEnumerable<SourceImage> List()
    {
        var tested = File.ReadAllLines(Path.Combine(setup.Place, "test.txt")).ToHashSet();
        foreach (var file in Directory.GetFiles(setup.Place, "*.raw"))
        {
            var name = Path.GetFileName(file);
            var (patient, label) = (name.Split('_')[0], name.Split('_')[1]);
            yield return new SourceImage(name, tested.Contains(patient) ? ImageSplit.Test : ImageSplit.Train, label) { Group = patient };
        }
    }

    public SourceContent Read(SourceImage image) => SourceContent.OfPixels(File.ReadAllBytes(Path.Combine(setup.Place, image.Name)), Side, Side);
}
