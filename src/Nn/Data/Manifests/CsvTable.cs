using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ActorGaze.Nn.Data.Manifests;

/// <summary>Reads a manifest of text: comma, semicolon, tab or bar between values, quotes where they are needed, UTF-8 or UTF-16.</summary>
internal static class CsvTable
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <exception cref="InvalidInputException">A column is missing, a row has no end, or the text is in no encoding that is
    /// read.</exception>
    public static ImmutableArray<ManifestRow> Read(Stream stream, string file, ManifestColumns columns)
    {
        var row = 1;
        try
        {
            var (head, before) = HeadOf(stream);
            using var text = Text(stream);
            for (var line = 0; line < before; line++) text.ReadLine();
            var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = SeparatorOf(head).ToString(),
                TrimOptions = TrimOptions.Trim,
                HasHeaderRecord = false, // columns are found here, for messages of our own
                IgnoreBlankLines = true,
                DetectColumnCountChanges = false,
                BadDataFound = bad => throw Wrong(before + (bad.Context.Parser?.Row ?? row),
                    "a quote within a value that does not begin with one, or no closing quote; allowed: \"…\", with quotes inside doubled"),
            };
            using var parser = new CsvParser(text, configuration);
            if (!parser.Read()) throw new InvalidInputException($"'{file}' is empty; allowed: a row for each image.");
            var names = parser.Record ?? [];
            var (path, label, split, group) = ManifestTable.Places(file, names, columns);

            var rows = ImmutableArray.CreateBuilder<ManifestRow>();
            while (parser.Read())
            {
                row = before + parser.Row;
                var values = parser.Record ?? [];
                if (Math.Max(Math.Max(path, label), split) >= values.Length || values.Skip(names.Length).Any(extra => extra.Length > 0))
                    throw Wrong(row, $"{values.Length} values; allowed: {names.Length}, one for each column. A value with a separator in "
                        + "it stands in quotes");
                string? At(int place) => place < 0 || place >= values.Length ? null : values[place];
                rows.Add(new ManifestRow(row, At(path), At(label), At(split), At(group)));
            }

            return rows.DrainToImmutable();
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidInputException($"{file}: found bytes after row {row} that are not UTF-8; allowed: a CSV file saved as UTF-8.",
                e);
        }
        catch (CsvHelperException e) when (e.InnerException is InvalidInputException told)
        {
            throw told;
        }
        catch (CsvHelperException e)
        {
            throw new InvalidInputException($"{file}: row {row}: cannot be read as CSV: {e.Message.Split('\n')[0].Trim()}", e);
        }

        InvalidInputException Wrong(int number, string what) => new($"{file}: row {number}: found {what}.");
    }

    private static StreamReader Text(Stream stream)
    {
        stream.Position = 0;
        return new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true,
            leaveOpen: true);
    }

    /// <summary>The line with the names of the columns, and how many lines are before it: a spreadsheet's hint at its separator.</summary>
    private static (string Head, int Before) HeadOf(Stream stream)
    {
        using var text = Text(stream);
        var line = text.ReadLine() ?? "";
        return line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? (text.ReadLine() ?? "", 1) : (line, 0);
    }

    /// <summary>The one that is there most often, outside quotes.</summary>
    private static char SeparatorOf(string head)
    {
        var counts = new int[Separators.Length];
        var quoted = false;
        foreach (var letter in head)
        {
            if (letter == '"') quoted = !quoted;
            if (!quoted && Array.IndexOf(Separators, letter) is >= 0 and var which) counts[which]++;
        }

        return Separators[Array.IndexOf(counts, counts.Max())];
    }
}
