using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Tests.Actors;
using ActorGaze.Tui.Exports;
using Parquet;

namespace ActorGaze.Tests.Tui.Exports;

public sealed class SweepTablesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tables-").FullName;

    private static CancellationToken Cancel => Deadline.Token;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Parameters_of_parts_have_columns_and_the_assembly_has_one()
    {
        var sweep = MadeUp.Sweep(Evaluation.Learning, [0], [1], 2, 3);
        sweep = sweep with { Runs = [Samples.Brought with { Id = sweep.Runs[0].Id }, sweep.Runs[1]] };

        using (var target = ExportFolder.Open(ExportKind.Parquet, _folder, false))
        {
            await SweepTables.WriteAsync(target, sweep, sweep.Runs.Select(run => (run, (IReadOnlyCollection<RunEvent>)[])), Cancel);
            target.Finish();
        }

        await using var reader = await ParquetReader.CreateAsync(Path.Combine(_folder, "runs.parquet"), cancellationToken: Cancel);
        using var group = reader.OpenRowGroupReader(0);
        Assert.Equal([32, null], await Reals("network.width"));
        Assert.Equal([0.5, null], await Reals("distance.delta"));
        Assert.Equal([3, null], await Reals("loss.shape.waves"));
        Assert.Equal(["gelu", ""], await Texts("network.act"));
        Assert.Equal([new string('1', 64), ""], await Texts("plugin.sha256"));

        async Task<double?[]> Reals(string name)
        {
            var values = new double?[2];
            await group.ReadAsync<double>(Field(name), values.AsMemory(), cancellationToken: Cancel);
            return values;
        }

        async Task<string?[]> Texts(string name)
        {
            var values = new string?[2];
            await group.ReadAsync(Field(name), values.AsMemory(), cancellationToken: Cancel);
            return values;
        }

        Parquet.Schema.DataField Field(string name) => reader.Schema.DataFields.Single(field => field.Name == name);
    }
}
