using System.Text;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Exports;
using ActorGaze.Tui.Reports;
using ActorGaze.Tui.Terminal;
using Parquet;

namespace ActorGaze.Tests.Tui.Exports;

public sealed class ResultsFileTests
{
    private static CancellationToken Cancel => Deadline.Token;

    [Fact]
    public async Task Parquet_has_every_number_of_a_row_undefined_ones_as_null_and_classes_as_lists()
    {
        var rows = Rows(["<|\"漢🙂", "b"]);
        using var stream = new MemoryStream();

        await ResultsFile.WriteAsync(stream, ResultsFormat.Parquet, rows, Cancel);

        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(stream.ToArray()), cancellationToken: Cancel);
        Assert.Equal(EpochRow.Columns.Take(EpochRow.PlainColumns), reader.Schema.DataFields.Select(field => field.Name).Take(EpochRow.PlainColumns));
        using var group = reader.OpenRowGroupReader(0);
        Assert.Equal(rows.Length, group.RowCount);
        Assert.Equal(rows.Select(row => (double?)row.Kappa), await Reals(reader, group, "kappa"));
        Assert.Equal(rows.Select(row => row.TrainGazeLoss), await Reals(reader, group, "train_gaze_loss"));
        Assert.Contains(null, await Reals(reader, group, "gaze_entropy"));
        var runs = new string?[rows.Length];
        await group.ReadAsync(Field(reader, "run"), runs.AsMemory(), cancellationToken: Cancel);
        Assert.Equal(rows.Select(row => row.Run), runs);
        var (correct, levels) = (new int[2 * rows.Length], new int[2 * rows.Length]);
        await group.ReadRawAsync<int>(Field(reader, "correct_per_class"), correct.AsMemory(), new int[correct.Length].AsMemory(), levels.AsMemory(), Cancel);
        Assert.Equal(rows.SelectMany(row => row.CorrectPerClass), correct);
        Assert.Equal(rows.SelectMany(_ => new[] { 0, 1 }), levels);
        Assert.Equal(ControlContract.ProgramVersion, reader.CustomMetadata["actorgaze"]);
    }

    [Fact]
    public async Task Json_and_csv_are_what_they_are_when_all_rows_are_at_hand()
    {
        var rows = Rows(["<|\"漢🙂", "b"]);

        var json = await Text(ResultsFormat.Json, rows);
        var csv = await Text(ResultsFormat.Csv, rows);

        Assert.Equal(JsonSerializer.Serialize(rows, Json.Indented) + "\n", json);
        Assert.Equal(Csv.Of(EpochRow.Columns, rows.Select(row => row.Values())), csv);
    }

    [Theory]
    [InlineData(null, false, null, nameof(ResultsFormat.Csv))]
    [InlineData(null, true, null, nameof(ResultsFormat.Json))]
    [InlineData(null, false, "rows.json", nameof(ResultsFormat.Json))]
    [InlineData(null, false, "/a.json/Rows.PARQUET", nameof(ResultsFormat.Parquet))]
    [InlineData(null, false, "rows.csv", nameof(ResultsFormat.Csv))]
    [InlineData(null, false, "rows.json.txt", nameof(ResultsFormat.Csv))]
    [InlineData("csv", false, "rows.parquet", nameof(ResultsFormat.Csv))]
    [InlineData("parquet", false, "rows", nameof(ResultsFormat.Parquet))]
    public void The_format_is_the_one_that_is_asked_for_or_that_the_file_s_name_ends_in(string? asked, bool onlyJson, string? file, string format) =>
        Assert.Equal(format, ResultsVerb.FormatOf(asked, onlyJson, file).ToString());

    [Theory]
    [InlineData(nameof(ResultsFormat.Csv))]
    [InlineData(nameof(ResultsFormat.Json))]
    [InlineData(nameof(ResultsFormat.Parquet))]
    public async Task Rows_are_written_as_they_come(string format)
    {
        const int Many = 45_000;
        var row = Rows(["a", "b"])[0];
        using var stream = new MemoryStream();
        var written = new List<long>();

        await ResultsFile.WriteAsync(stream, Enum.Parse<ResultsFormat>(format), Enumerable.Range(0, Many).Select(i =>
        {
            if (i % 22_500 == 0) written.Add(stream.Length); // before the first row group, and after it
            return row;
        }), Cancel);

        Assert.True(written[0] < 100 && written[1] > 1_000 && stream.Length > written[1], string.Join(", ", written));
    }

    private static EpochRow[] Rows(string[] classes)
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0, 50], [2], 1, 3);
        return [.. EpochRow.Of(sweep.Runs.Select((spec, i) => MadeUp.Run(spec, RunPhase.Completed, (0, 0.05), (0.4, 0.04), (0.5, 0.03)) with { Classes = new ClassNames([.. classes]) }))];
    }

    private static async Task<string> Text(ResultsFormat format, EpochRow[] rows)
    {
        using var text = new StringWriter();
        await using var stream = new TextStream(text);
        await ResultsFile.WriteAsync(stream, format, rows, Cancel);
        return text.ToString();
    }

    private static async Task<double?[]> Reals(ParquetReader reader, ParquetRowGroupReader group, string name)
    {
        var values = new double?[group.RowCount];
        await group.ReadAsync<double>(Field(reader, name), values.AsMemory(), cancellationToken: Cancel);
        return values;
    }

    private static Parquet.Schema.DataField Field(ParquetReader reader, string name) => reader.Schema.DataFields.Single(field => field.Name == name);
}
