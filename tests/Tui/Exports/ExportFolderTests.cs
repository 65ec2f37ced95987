using ActorGaze.Nn;
using ActorGaze.Tui.Exports;
using ActorGaze.Tui.Reports;

namespace ActorGaze.Tests.Tui.Exports;

public sealed class ExportFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("export-").FullName;

    private static string List => ExportFolder.ListOf(ExportKind.Parquet);

    private string Target => Path.Combine(_root, "out");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_second_export_replaces_the_first_s_files_and_removes_what_it_no_longer_makes()
    {
        Fill("a/1", "b/1", "c");
        File.WriteAllText(Path.Combine(Target, "mine.txt"), "mine");

        Fill("a/1", "c");

        Assert.Equal(["a/1", "c", "mine.txt", List], Files());
        Assert.False(Directory.Exists(Path.Combine(Target, "b")));
    }

    [Fact]
    public void A_file_that_the_user_has_changed_stays_and_one_in_the_way_is_refused_unless_forced()
    {
        Fill("a/1", "b");
        File.WriteAllText(Path.Combine(Target, "a/1"), "changed");
        File.WriteAllText(Path.Combine(Target, "b"), "changed");

        var refused = Assert.Throws<InvalidInputException>(() => Fill("b"));
        Assert.Contains($"{Path.Combine(Target, "b")}: this file is there already", refused.Message, StringComparison.Ordinal);
        Assert.Equal("changed", File.ReadAllText(Path.Combine(Target, "b")));

        using (var folder = ExportFolder.Open(ExportKind.Parquet, Target, force: true))
        {
            File.WriteAllText(folder.PathFor("b"), "new");
            folder.Finish();
        }

        Assert.Equal("new", File.ReadAllText(Path.Combine(Target, "b")));
        Assert.Equal("changed", File.ReadAllText(Path.Combine(Target, "a/1")));
    }

    [Fact]
    public void Exports_of_two_kinds_and_a_report_may_share_a_folder()
    {
        Directory.CreateDirectory(Target);
        var report = new WrittenFiles(Target);
        report.Put("report.html", "page");
        report.Finish();
        Fill("runs.parquet");
        using (var folder = ExportFolder.Open(ExportKind.TensorBoard, Target, false))
        {
            File.WriteAllText(folder.PathFor("r/events"), "events");
            folder.Finish();
        }

        Fill("epochs.parquet");

        Assert.Equal(["epochs.parquet", "files.sha256", List, "r/events", "report.html", ExportFolder.ListOf(ExportKind.TensorBoard)], Files());
    }

    [Fact]
    public void A_folder_of_something_else_and_a_file_are_refused()
    {
        File.WriteAllText(Path.Combine(_root, "thesis.tex"), "");

        Assert.Contains("this folder holds files that are not of an export", Assert.Throws<InvalidInputException>(() => ExportFolder.Open(ExportKind.Parquet, _root, false)).Message, StringComparison.Ordinal);
        Assert.Contains("found a file; allowed: a folder", Assert.Throws<InvalidInputException>(() => ExportFolder.Open(ExportKind.Parquet, Path.Combine(_root, "thesis.tex"), true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_that_is_interrupted_leaves_the_folder_as_it_was()
    {
        using (var folder = ExportFolder.Open(ExportKind.Parquet, Target, false)) File.WriteAllText(folder.PathFor("a/1"), "half");

        Assert.False(Directory.Exists(Target));

        Fill("a/1");
        using (var folder = ExportFolder.Open(ExportKind.Parquet, Target, false)) File.WriteAllText(folder.PathFor("a/1"), "half");

        Directory.CreateDirectory(Path.Combine(Target, ".actorgaze-partial-1", "a")); // of one that was killed
        Fill("a/1");

        Assert.Equal(["a/1", List], Files());
        Assert.Single(Directory.GetDirectories(Target));
        Assert.Equal("a/1", File.ReadAllText(Path.Combine(Target, "a/1")));
    }

    private void Fill(params string[] names)
    {
        using var folder = ExportFolder.Open(ExportKind.Parquet, Target, false);
        foreach (var name in names) File.WriteAllText(folder.PathFor(name), name);
        Assert.Equal(names.Length, folder.Finish());
    }

    private IEnumerable<string> Files() =>
        Directory.GetFiles(Target, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Target, file)).Order(StringComparer.Ordinal);
}
