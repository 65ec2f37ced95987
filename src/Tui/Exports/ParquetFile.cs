using Parquet;
using Parquet.Schema;

namespace ActorGaze.Tui.Exports;

/// <summary>Writes rows as a Parquet file, a row group at a time: never all rows are held at once.</summary>
internal sealed class ParquetFile<TRow> : IAsyncDisposable
{
    private const int UsualRows = 20_000;

    private readonly int _rowsInGroup;
    private readonly ParquetWriter _writer;
    private readonly IReadOnlyList<ParquetColumn<TRow>> _columns;
    private readonly List<TRow> _waiting = [];

    private ParquetFile(ParquetWriter writer, IReadOnlyList<ParquetColumn<TRow>> columns, int rowsInGroup) =>
        (_writer, _columns, _rowsInGroup) = (writer, columns, rowsInGroup);

    /// <summary>How many rows it has.</summary>
    public long Rows { get; private set; }

    /// <param name="target">Need not be seekable; it stays open.</param>
    /// <param name="notes">Key-value metadata of the file.</param>
    /// <param name="rowsInGroup">Rows that are held at once: fewer where a row is long.</param>
    public static async Task<ParquetFile<TRow>> BeginAsync(
        Stream target, IReadOnlyList<ParquetColumn<TRow>> columns, IReadOnlyDictionary<string, string> notes, CancellationToken cancel,
        int rowsInGroup = UsualRows)
    {
        var schema = new ParquetSchema(columns.Select(column => column.Field));
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        var writer = await ParquetWriter.CreateAsync(schema, target, options, cancellationToken: cancel).ConfigureAwait(false);
        writer.CustomMetadata = notes;
        return new ParquetFile<TRow>(writer, columns, rowsInGroup);
    }

    public async Task AddAsync(IEnumerable<TRow> rows, CancellationToken cancel)
    {
        foreach (var row in rows)
        {
            _waiting.Add(row);
            if (_waiting.Count == _rowsInGroup) await WriteGroupAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is left. Without it the file is not whole.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        if (_waiting.Count > 0) await WriteGroupAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Ends the file.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task WriteGroupAsync(CancellationToken cancel)
    {
        using var group = _writer.CreateRowGroup();
        foreach (var column in _columns) await column.WriteAsync(group, _waiting, cancel).ConfigureAwait(false);
        group.CompleteValidate();
        Rows += _waiting.Count;
        _waiting.Clear();
    }
}
