using System.Text;
using System.Text.Json;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Cli;

/// <summary><c>data check</c> of manifests, of sets with three splits, and of test images that are training images.</summary>
public sealed class DataCheckTests : IDisposable
{
    private static readonly string[] Columns = ["--set", "data.columns.path=image", "--set", "data.columns.label=diagnosis", "--set", "data.columns.group=patient"];

    private readonly DataSetFolder _set = new();

    public DataCheckTests()
    {
        var rows = new StringBuilder("image;diagnosis;split;patient\r\n");
        string[] splits = ["train", "train", "train", "train", "val", "val", "test", "test"];
        foreach (var (n, split) in splits.Index())
        {
            _set.Put($"{n}.png", TestImages.Plain(n == 6 ? 0 : 20 * n)); // the first test image is the first training image
            rows.Append($"{n}.png;{(n % 2 == 0 ? "a" : "b")};{split};p{(n == 7 ? 1 : n)}\r\n");
        }

        _set.Put("list.csv", Encoding.UTF8.GetBytes(rows.ToString()));
    }

    public void Dispose() => _set.Dispose();

    [Fact]
    public async Task A_manifest_is_checked_by_its_columns_with_its_groups_and_what_is_not_read()
    {
        var (status, output, error) = await Type([List, .. Columns]);

        Assert.Equal((ExitStatus.Failed, ""), (status, error));
        foreach (var line in new[]
        {
            $"{List}: 6 images in 2 classes",
            "duplicates: 0 in training, 0 in test, 1 test images in training, 0 across classes",
            "test images with the pixels of a training image, however they are stored: 1; data.drop-leaked = true leaves them out",
            "2 validation images are not read: data.evaluate-on = test.",
            "The group 'p1' has training and test images: what is measured on the latter may be memory.",
            "groups on both sides: 1",
            "test images that are training images too: 1",
        }) Assert.Contains(line, output.Split('\n'));
    }

    [Fact]
    public async Task The_split_that_is_asked_for_is_checked()
    {
        var (status, output, _) = await Type([List, .. Columns, "--set", "data.evaluate-on=val", "--json"]);

        Assert.Equal(ExitStatus.Well, status);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("val", 0), (report.GetProperty("evaluateOn").GetString(), report.GetProperty("testPicturesInTraining").GetInt32()));
    }

    [Fact]
    public async Task A_column_that_there_is_not_and_a_file_that_is_none_are_told()
    {
        Assert.Contains("column 'path': there is none; found 'image', 'diagnosis', 'split', 'patient'.", (await Type([List])).Error, StringComparison.Ordinal);
        Assert.Contains("is a file. A data set is a folder, or a manifest", (await Type([Path.Combine(_set.Root, "0.png")])).Error, StringComparison.Ordinal);
    }

    private string List => Path.Combine(_set.Root, "list.csv");

    private async Task<(int Status, string Output, string Error)> Type(string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var status = await CommandLine.RunAsync(["data", "check", .. args], new Surroundings(output, error, name => name == "ACTORGAZE_STATE" ? _set.Cache : null, TimeProvider.System, () => null));
        return (status, output.ToString(), error.ToString());
    }
}
