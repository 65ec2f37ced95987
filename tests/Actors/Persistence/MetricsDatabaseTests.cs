using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Persistence;
using Microsoft.Data.Sqlite;
using static ActorGaze.Actors.Contracts.Runs.RunCommand;
using static ActorGaze.Tests.Actors.Samples;

namespace ActorGaze.Tests.Actors.Persistence;

public sealed class MetricsDatabaseTests : IDisposable
{
    private static readonly RunState Run = After(new Submit(Spec), new Start("cpu"), Close(1, 0.25), Close(2, 0.5));

    private readonly string _folder = Directory.CreateTempSubdirectory("metrics-").FullName;

    private string FileName => Path.Combine(_folder, "metrics.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_deleted_file_is_made_anew_with_the_same_rows()
    {
        Write(Run, 4);
        var before = Dump();
        foreach (var file in Directory.GetFiles(_folder)) File.Delete(file);

        Write(Run, 4);

        Assert.NotEmpty(before);
        Assert.Equal(before, Dump());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public void A_damaged_file_is_made_anew(int from)
    {
        Write(Run, 4);
        var before = Dump();
        Spoil(from);

        Write(Run, 4);

        Assert.Equal(before, Dump());
    }

    [Fact]
    public void Rows_follow_the_state_forward_and_back()
    {
        Write(Run, 4);
        Write(Run.Told(Close(3)), 5);
        Assert.Equal([1L, 2L, 3L], Column("SELECT epoch FROM epochs ORDER BY epoch"));

        Write(Run.Told(new Cancel("asked")).Told(new Retry(FromStart: true)), 7);

        Assert.Empty(Column("SELECT epoch FROM epochs"));
        Assert.Equal(["queued"], Column("SELECT lower(phase) FROM runs"));
    }

    [Fact]
    public void Epochs_done_again_with_other_figures_replace_their_rows()
    {
        Write(Run.Told(Close(3, 0.75)), 5);

        Write(Run with { Epochs = [Epoch(1, 0.25), Epoch(2, -0.5)] }, 6);
        Assert.Equal([0.25, -0.5], Column("SELECT kappa FROM epochs ORDER BY epoch"));

        Write(Run with { Epochs = [Epoch(1, 0.125), Epoch(2, -0.25), Epoch(3, 0.5)] }, 9);
        Assert.Equal([0.125, -0.25, 0.5], Column("SELECT kappa FROM epochs ORDER BY epoch"));
    }

    [Fact]
    public void A_state_from_before_is_not_written_over_a_newer_one_of_the_same_journal()
    {
        Write(Run, 4);
        Write(Run, 4);

        Assert.Equal([4L], Column("SELECT sequence_number FROM runs"));
    }

    [Fact]
    public void A_folder_in_its_place_is_set_aside()
    {
        Directory.CreateDirectory(FileName);

        Write(Run, 4);

        Assert.True(Directory.Exists(Path.Combine(Path.GetDirectoryName(FileName)!, "set-aside", Path.GetFileName(FileName))));
        Assert.Equal([4L], Column("SELECT sequence_number FROM runs"));
    }

    [Fact]
    public void Rows_of_a_journal_that_is_no_more_give_way()
    {
        Write(Run, 4);

        Write(After(new Submit(Spec), new Start("cpu"), Close(1, 0.75)), 3);

        Assert.Equal([0.75], Column("SELECT kappa FROM epochs"));
    }

    [Fact]
    public void A_figure_that_is_not_a_number_is_a_gap_and_no_fall()
    {
        Write(After(new Submit(Spec), new Start("cpu"), new CloseEpoch(Epoch(1, kappa: 0.5, crossEntropy: double.NaN), Checkpoint(1))), 3);

        Assert.Equal([DBNull.Value], Column("SELECT cross_entropy FROM epochs"));
        Assert.Equal([0.5], Column("SELECT kappa FROM epochs"));
    }

    [Fact]
    public void A_loss_term_has_a_column()
    {
        var epoch = Epoch(1, kappa: 0.5);
        epoch = epoch with { Training = epoch.Training with { LossTerm = 0.25 } };

        Write(After(new Submit(Spec), new Start("cpu"), new CloseEpoch(epoch, Checkpoint(1))), 3);

        Assert.Equal([0.25], Column("SELECT train_loss_term FROM epochs"));
        Assert.Equal([epoch.Training.Accuracy], Column("SELECT train_accuracy FROM epochs"));
    }

    private void Write(RunState state, long sequenceNumber)
    {
        using var database = MetricsDatabase.Open(FileName);
        database.Write([(state, sequenceNumber)]);
    }

    private void Spoil(int from)
    {
        foreach (var beside in new[] { "-wal", "-shm" }) File.Delete(FileName + beside);
        using var file = new FileStream(FileName, FileMode.Open);
        file.Position = from;
        file.Write([.. Enumerable.Repeat((byte)0xAB, (int)file.Length - from)]);
    }

    private List<string> Dump() =>
        [.. new[] { "runs", "epochs", "class_mean_gazes" }.SelectMany(table => Rows($"SELECT * FROM {table} ORDER BY 1, 2, 3").Select(row => string.Join('|', row.Select(Text))))];

    private static string Text(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : FormattableString.Invariant($"{value}");

    private List<object> Column(string sql) => [.. Rows(sql).Select(row => row[0])];

    private List<object[]> Rows(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FileName, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
