using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Workers;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Parts;
using ActorGaze.Tests.Nn.Data.Sources;

namespace ActorGaze.Tests.Actors.Workers;

/// <summary>Where the images of an assembly's source are kept.</summary>
public sealed class SourceReaderTests : IDisposable
{
    private readonly RawSlicesFolder _slices = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("reader-").FullName;

    public void Dispose()
    {
        _slices.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Each_place_source_and_assembly_has_a_folder_of_its_own_and_the_same_has_the_same()
    {
        using var other = new RawSlicesFolder(patients: 3);
        var lab = Path.Combine(_folder, "lab.dll");
        File.Copy(Labs.Mine, lab);
        var asked = Asked(_slices.Root, Plugin.Identify(lab));

        string[] folders = [Read(asked), Read(asked), Read(asked with { Data = other.Root }), Read(asked with { Columns = new ManifestColumns("x") }), Rebuilt()];

        Assert.Equal(folders[0], folders[1]);
        Assert.Equal(4, folders.Distinct().Count());
        Assert.All(folders, folder => Assert.StartsWith(Path.Combine(_folder, "cache", "source-"), folder, StringComparison.Ordinal));

        string Rebuilt()
        {
            Labs.Rebuild(lab);
            return Read(asked with { Source = new SourceSpec("raw-slices", Plugin.Identify(lab)) });
        }
    }

    [Fact]
    public void Other_bytes_than_were_submitted_are_told_unless_it_is_known_which_images_they_must_give()
    {
        var asked = Asked(_slices.Root, Plugin.Identify(Labs.Mine) with { Sha256 = new string('7', 64) });

        Assert.Contains("holds other bytes than when the sweep was submitted (SHA-256 777777777777 then,", Assert.Throws<InvalidInputException>(() => Read(asked)).Message, StringComparison.Ordinal);
        Assert.NotEmpty(Read(asked with { Pinned = Samples.Images }));
    }

    private static OpenImages Asked(string place, PluginRef plugin) => new(place, null, OnBadImage.Fail) { Source = new SourceSpec("raw-slices", plugin) };

    private string Read(OpenImages asked) => new SourceReader(null).Folder(asked, Path.Combine(_folder, "cache"), null, Deadline.Token);
}
