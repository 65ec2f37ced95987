using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Manifests;

/// <summary>What docs/your-own-data.md shows is what is read and compiled.</summary>
public sealed partial class OwnDataDocTests
{
    [Fact]
    public void The_manifest_and_the_sweep_file_of_the_page_give_the_images_that_it_says()
    {
        using var set = new DataSetFolder();
        var manifest = Shown("csv").Single();
        set.Put("cohort.csv", Encoding.UTF8.GetBytes(manifest));
        foreach (var (n, row) in manifest.Trim().Split('\n').Skip(1).Index()) set.Put(row.Split(',')[0], TestImages.Png(64, 64, 8, 2, (x, _) => [x, 20 * n, 9]));
        var file = Path.Combine(set.Root, "page.conf");
        File.WriteAllText(file, Shown("hocon").First());

        var data = Path.Combine(set.Root, "cohort.csv");
        var run = SweepFile.Load(file, [$"sweep.data={data}"], _ => null).Sweep.Runs[0];

        Assert.Equal((new ImageForm(64, 3), 0.3, "diagnosis"), (run.Form, run.Validation, run.Columns.Label));
        var spec = new DataSpec(run.Data) { Form = run.Form, Columns = run.Columns };
        var info = ImageStore.Prepare(spec, set.Cache, null, Deadline.Token);
        Assert.Equal((5, 2, 2), (info.TrainCount, info.TestCount, info.Classes.Length));
        using var store = ImageStore.Open(info.CacheFile);
        Assert.Equal(2, DataSplit.Of(store, run.Validation).Evaluation.Select(store.Label).Distinct().Count());
        var check = SweepFile.Data(data, [.. Shown("sh").Single().Split("--set ").Skip(1).Select(set => set.Trim())]);
        Assert.Equal(run.Columns, check.Columns);
    }

    private static IEnumerable<string> Shown(string language) => Block().Matches(File.ReadAllText(Path.Combine(Root(), "docs", "your-own-data.md")))
        .Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["code"].Value);

    [GeneratedRegex("```(?<language>[a-z]+)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Block();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", ".."));
}
