using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace ActorGaze.Nn.Data.Manifests;

/// <summary>Reads a manifest in Parquet, as pandas, Polars, DuckDB and Spark write it.</summary>
internal static class ParquetTable
{
    /// <exception cref="InvalidInputException">It is no Parquet file, a column is missing, or a column holds no texts or
    /// numbers.</exception>
    public static ImmutableArray<ManifestRow> Read(Stream stream, string file, ManifestColumns columns)
    {
        try
        {
            return ReadAsync(stream, file, columns).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not (InvalidInputException or OutOfMemoryException)) // a damaged file has the reader throw anything
        {
            throw new InvalidInputException($"{file}: cannot be read as Parquet: {e.Message.Split('\n')[0].Trim()} ({e.GetType().Name}).",
                e);
        }
    }

    private static async Task<ImmutableArray<ManifestRow>> ReadAsync(Stream stream, string file, ManifestColumns columns)
    {
        await using var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true).ConfigureAwait(false);
        var fields = reader.Schema.GetDataFields();
        var (path, label, split, group) = ManifestTable.Places(file, [.. fields.Select(field => field.Path.ToString())], columns);
        var rows = ImmutableArray.CreateBuilder<ManifestRow>();
        for (var part = 0; part < reader.RowGroupCount; part++)
        {
            using var some = reader.OpenRowGroupReader(part);
            var count = (int)some.RowCount;
            var (paths, labels, splits) = (await Texts(path).ConfigureAwait(false), await Texts(label).ConfigureAwait(false),
                await Texts(split).ConfigureAwait(false));
            var groups = group < 0 ? new string?[count] : await Texts(group).ConfigureAwait(false);
            for (var n = 0; n < count; n++) rows.Add(new ManifestRow(rows.Count + 1, paths[n], labels[n], splits[n], groups[n]));

            Task<string?[]> Texts(int field) => ReadAsync(some, fields[field], count, file);
        }

        return rows.DrainToImmutable();
    }

    private static async Task<string?[]> ReadAsync(ParquetRowGroupReader reader, DataField field, int count, string file)
    {
        if (field.IsArray || field.MaxRepetitionLevel > 0) throw Wrong(file, field, "lists");
        if (field.ClrType == typeof(ReadOnlyMemory<char>) || field.ClrType == typeof(string))
        {
            var texts = new string?[count];
            await reader.ReadAsync(field, texts.AsMemory()).ConfigureAwait(false);
            return texts;
        }

        if (field.ClrType == typeof(ReadOnlyMemory<byte>) || field.ClrType == typeof(byte[]))
        {
            var bytes = new byte[]?[count];
            await reader.ReadAsync(field, bytes.AsMemory()).ConfigureAwait(false);
            return Array.ConvertAll(bytes, one => one is null ? null : Encoding.UTF8.GetString(one));
        }

        return field.ClrType switch
        {
            var type when type == typeof(long) => await NumbersAsync<long>(reader, field, count).ConfigureAwait(false),
            var type when type == typeof(int) => await NumbersAsync<int>(reader, field, count).ConfigureAwait(false),
            var type when type == typeof(short) => await NumbersAsync<short>(reader, field, count).ConfigureAwait(false),
            var type when type == typeof(byte) => await NumbersAsync<byte>(reader, field, count).ConfigureAwait(false),
            var type when type == typeof(sbyte) => await NumbersAsync<sbyte>(reader, field, count).ConfigureAwait(false),
            var type when type == typeof(ulong) => await NumbersAsync<ulong>(reader, field, count).ConfigureAwait(false),
            var type when type == typeof(uint) => await NumbersAsync<uint>(reader, field, count).ConfigureAwait(false),
            var type when type == typeof(ushort) => await NumbersAsync<ushort>(reader, field, count).ConfigureAwait(false),
            var type when type == typeof(double) => await NumbersAsync<double>(reader, field, count).ConfigureAwait(false),
            var type when type == typeof(float) => await NumbersAsync<float>(reader, field, count).ConfigureAwait(false),
            var type when type == typeof(bool) => await NumbersAsync<bool>(reader, field, count).ConfigureAwait(false),
            var type => throw Wrong(file, field, $"values of the type {type.Name}"),
        };
    }

    private static async Task<string?[]> NumbersAsync<T>(ParquetRowGroupReader reader, DataField field, int count)
        where T : struct
    {
        if (field.IsNullable)
        {
            var some = new T?[count];
            await reader.ReadAsync(field, some.AsMemory()).ConfigureAwait(false);
            return Array.ConvertAll(some, value => value is { } number ? Convert.ToString(number, CultureInfo.InvariantCulture) : null);
        }

        var all = new T[count];
        await reader.ReadAsync(field, all.AsMemory()).ConfigureAwait(false);
        return Array.ConvertAll(all, value => Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    private static InvalidInputException Wrong(string file, DataField field, string found) =>
        new($"{file}: column '{field.Path}': found {found}; allowed: texts or numbers.");
}
