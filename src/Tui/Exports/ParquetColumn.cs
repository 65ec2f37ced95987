using Parquet;
using Parquet.Schema;

namespace ActorGaze.Tui.Exports;

/// <summary>A column of a Parquet file.</summary>
/// <typeparam name="TRow">What a row of the file is made from.</typeparam>
internal abstract class ParquetColumn<TRow>(DataField column)
{
    public DataField Field => column;

    /// <summary>Writes the column's part of a row group.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancel);

    /// <summary>Text; never null.</summary>
    public static ParquetColumn<TRow> Text(string name, Func<TRow, string> of) =>
        new Made(new DataField(name, typeof(string), isNullable: false), (field, group, rows, _) =>
            group.WriteAsync(field, [.. rows.Select(of)]));

    /// <summary>A number that every row has.</summary>
    public static ParquetColumn<TRow> Number<T>(string name, Func<TRow, T> of)
        where T : struct =>
        new Made(new DataField(name, typeof(T), isNullable: false), (field, group, rows, cancel) =>
            group.WriteAsync<T>(field, rows.Select(of).ToArray(), cancellationToken: cancel));

    /// <summary>A number; null where it is undefined or not finite.</summary>
    public static ParquetColumn<TRow> Real(string name, Func<TRow, double?> of) =>
        new Made(new DataField(name, typeof(double), isNullable: true), (field, group, rows, cancel) =>
            group.WriteAsync<double>(
                field, rows.Select(row => of(row) is { } value && double.IsFinite(value) ? value : (double?)null).ToArray(),
                cancellationToken: cancel));

    /// <summary>A list of texts, with one at least.</summary>
    public static ParquetColumn<TRow> Texts(string name, Func<TRow, IReadOnlyList<string>> of) =>
        new Made(new DataField(name, typeof(string), isNullable: false, isArray: true), (field, group, rows, _) =>
            group.WriteAsync(field, [.. rows.SelectMany(of)], Repetitions(rows.Select(row => of(row).Count))));

    /// <summary>A list of numbers, with one at least.</summary>
    public static ParquetColumn<TRow> Numbers<T>(string name, Func<TRow, IReadOnlyList<T>> of)
        where T : struct =>
        new Made(new DataField(name, typeof(T), isNullable: false, isArray: true), (field, group, rows, cancel) =>
            group.WriteAsync<T>(field, rows.SelectMany(of).ToArray(), Repetitions(rows.Select(row => of(row).Count)),
                cancellationToken: cancel));

    /// <summary>0 where a row begins, 1 where its list goes on.</summary>
    private static ReadOnlyMemory<int> Repetitions(IEnumerable<int> counts) =>
        counts.SelectMany(count => Enumerable.Range(0, count).Select(i => i == 0 ? 0 : 1)).ToArray();

    private sealed class Made(
        DataField column, Func<DataField, ParquetRowGroupWriter, IReadOnlyList<TRow>, CancellationToken, Task> write)
        : ParquetColumn<TRow>(column)
    {
        public override Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows, CancellationToken cancel) =>
            write(Field, group, rows, cancel);
    }
}
