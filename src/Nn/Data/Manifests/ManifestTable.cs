using System.Collections.Immutable;

namespace ActorGaze.Nn.Data.Manifests;

/// <summary>One row of a manifest, as it was written.</summary>
/// <param name="Number">As a spreadsheet counts them: the names of the columns are row 1 of a CSV file. In a Parquet file the first is
/// 1.</param>
internal sealed record ManifestRow(int Number, string? Path, string? Label, string? Split, string? Group);

/// <summary>The rows of a manifest, of whatever format.</summary>
internal static class ManifestTable
{
    private static readonly string[] CsvEndings = [".csv", ".tsv"];
    private static readonly string[] ParquetEndings = [".parquet", ".pq"];

    /// <summary>Whether a file's name says that it is a manifest.</summary>
    public static bool IsNamed(string file) => Ends(file, CsvEndings) || Ends(file, ParquetEndings);

    /// <exception cref="InvalidInputException">The file is missing, is no CSV or Parquet file, or lacks a column.</exception>
    public static ImmutableArray<ManifestRow> Read(string file, ManifestColumns columns)
    {
        if (!IsNamed(file))
        {
            throw new InvalidInputException(
                $"'{file}' is a file. A data set is a folder, or a manifest whose name ends in .csv, .tsv or .parquet, with a row for each "
                + "image.");
        }

        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length == 0) throw new InvalidInputException($"'{file}' is empty; allowed: a row for each image.");
            return Ends(file, ParquetEndings) ? ParquetTable.Read(stream, file, columns) : CsvTable.Read(stream, file, columns);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"There is no manifest '{file}'.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException($"The manifest '{file}' may not be read: {e.Message}", e);
        }
    }

    /// <summary>Which columns of a file hold what; −1 where there is no group.</summary>
    /// <exception cref="InvalidInputException">A column is missing, or there are two of a name.</exception>
    public static (int Path, int Label, int Split, int Group) Places(string file, IReadOnlyList<string> found, ManifestColumns columns)
    {
        return (
            Required(columns.Path, "path"), Required(columns.Label, "label"), Required(columns.Split, "split"),
            columns.Group == ManifestColumns.Usual.Group ? Place(columns.Group) : Required(columns.Group, "group"));

        int Required(string name, string key) => Place(name) is >= 0 and var place
            ? place
            : throw new InvalidInputException(
                $"{file}: column '{name}': there is none; found "
                + $"{string.Join(", ", found.Select(column => $"'{ReasonText.Escaped(column)}'"))}. "
                + $"data.columns.{key} says what the column is called{Hint(name)}.");

        string Hint(string name) =>
            Nearest.Of(name, found) is { } near && Nearest.Distance(name, near) <= 2 ? $"; the nearest is '{near}'" : "";

        int Place(string name)
        {
            int[] exact = [.. Enumerable.Range(0, found.Count).Where(n => found[n] == name)];
            int[] alike = exact.Length > 0
                ? exact
                : [.. Enumerable.Range(0, found.Count).Where(n => found[n].Equals(name, StringComparison.OrdinalIgnoreCase))];
            return alike.Length > 1
                ? throw new InvalidInputException($"{file}: column '{name}': found {alike.Length} columns of that name; allowed: one.")
                : alike.Length == 1 ? alike[0] : -1;
        }
    }

    private static bool Ends(string file, string[] endings) => endings.Contains(Path.GetExtension(file).ToLowerInvariant());
}
