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

        Directory.CreateDirectory(Path.Combine(Target, ".actorgaze-partial-parquet-1", "a")); // of one that was killed
        Fill("a/1");

        Assert.Equal(["a/1", List], Files());
        Assert.Single(Directory.GetDirectories(Target));
        Assert.Equal("a/1", File.ReadAllText(Path.Combine(Target, "a/1")));
    }

    [Fact]
    public void Exports_of_two_kinds_at_the_same_time_leave_each_other_alone()
    {
        using (var one = ExportFolder.Open(ExportKind.Parquet, Target, false))
        {
            File.WriteAllText(one.PathFor("runs.parquet"), "runs");
            using (var other = ExportFolder.Open(ExportKind.TensorBoard, Target, false))
            {
                File.WriteAllText(other.PathFor("r/events"), "events");
                other.Finish();
            }

            one.Finish();
        }

        Assert.Equal([List, "r/events", "runs.parquet", ExportFolder.ListOf(ExportKind.TensorBoard)], Files());
    }

    [Fact]
    public void An_export_that_was_killed_while_it_moved_its_files_is_known_by_the_next_one()
    {
        Fill("a/1", "c");
        var killed = Directory.CreateDirectory(Path.Combine(_root, "scratch")).FullName;
        foreach (var name in new[] { "b", "c" }) File.WriteAllText(Path.Combine(killed, name), "new");
        Directory.CreateDirectory(Path.Combine(Target, "d")); // where a file is to go: that ends it
        File.WriteAllText(Path.Combine(killed, "d"), "new");
        Assert.ThrowsAny<Exception>(() => new WrittenFiles(Target, List).Take(["b", "c", "d"], killed));
        Directory.Delete(Path.Combine(Target, "d"));
        Assert.Equal(["new", "new"], new[] { "b", "c" }.Select(name => File.ReadAllText(Path.Combine(Target, name))));

        Fill("c");

        Assert.Equal(["c", List], Files());
    }

    [Fact]
    public void A_folder_that_is_a_link_is_brought_up_to_date_and_one_within_it_is_not_followed()
    {
        var real = Directory.CreateDirectory(Path.Combine(_root, "real")).FullName;
        Directory.CreateSymbolicLink(Target, real);
        Fill("a/1", "b", "c");
        Fill("a/1", "c");
        Assert.Equal(["a/1", "c", List], Files());

        Directory.Move(Path.Combine(real, "a"), Path.Combine(_root, "moved"));
        Directory.CreateSymbolicLink(Path.Combine(real, "a"), Path.Combine(_root, "moved"));
        Fill("c");

        Assert.True(File.Exists(Path.Combine(_root, "moved", "1")));
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
