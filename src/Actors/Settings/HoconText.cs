using System.Buffers;
using System.Globalization;
using System.Text;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Settings;

/// <summary>
/// A HOCON text made safe for the parser, which forgives open brackets, overflows the stack on deep ones and on a variable that names
/// itself, never comes back from a character in a list that needs quotes, takes three quotes for other things in other places, and reads
/// what is no setting as some other setting. Variables are replaced here: by their value in quotes, or by a mark that says which one is
/// missing.
/// </summary>
internal sealed class HoconText(string text, string origin, Func<string, string?> environment)
{
    /// <summary>Stands in a value for a variable that is not set: mark, its name, mark.</summary>
    public const char Missing = '\uE000';

    /// <summary>Stands in a value for <c>${?NAME}</c> where NAME is not set.</summary>
    public const char LeftOut = '\uE001';

    private const int Deepest = 40;

    private static readonly SearchValues<char> NeedQuotesInLists = SearchValues.Create("$:=+`^?!@*&\\");

    private readonly StringBuilder _safe = new();
    private readonly Stack<HoconEntry> _open = new([new HoconEntry(null, 1)]);
    private int _at;
    private int _line = 1;
    private int _dots;

    private HoconEntry Entry => _open.Peek();

    /// <exception cref="InvalidInputException">A bracket or quote without its partner, or what is no setting, with its line.</exception>
    public string Safe()
    {
        while (_at < text.Length) Next();
        if (Entry.Bracket is { } open) throw Wrong(Entry.Line, $"found '{open}' that is never closed");
        EndSetting();
        return _safe.Append('\n').ToString();
    }

    private void Next()
    {
        var c = text[_at];
        switch (c)
        {
            case Missing or LeftOut:
            case < ' ' and not ('\n' or '\t'):
                throw Wrong(_line, $"found the character U+{(int)c:X4}, which no setting needs");
            case '#':
            case '/' when Ahead("//"):
                SkipComment();
                return;
            case '\n' or ',':
                if (c == ',' || !BracketFollows()) EndSetting();
                if (c == '\n') _line++;
                break;
            case ' ' or '\t':
                break;
            case '}' or ']':
                Close(c);
                break;
            case var _ when Entry.Place == HoconPlace.End:
                throw Wrong(_line, $"found '{Rest(_at)}' behind the brackets around all settings");
            case '{' or '[':
                Open(c);
                break;
            case '"':
                CopyQuoted();
                return;
            case '$' when Ahead("${"):
                CopyVariable();
                return;
            case var _ when Entry.IsList && NeedQuotesInLists.Contains(c):
                throw Wrong(_line, $"found '{c}' in a list, without quotes around it");
            case '=' or ':':
                Assign(c);
                break;
            default:
                Word(c);
                break;
        }

        _dots = c == '.' ? _dots + 1 : char.IsWhiteSpace(c) || c is ',' or '=' or ':' or '{' or '[' ? 0 : _dots;
        if (_dots > Deepest) throw Wrong(_line, $"found more than {Deepest} dots in one word");
        Copy(1);
    }

    private void Word(char c)
    {
        if (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
            throw Wrong(_line, $"found the invisible character U+{(int)c:X4} outside quotes");
        if (Entry.Place == HoconPlace.Behind) throw Wrong(_line, $"found '{Rest(_at)}' behind a closing bracket");
        if (c == '\'' && Entry.Place == HoconPlace.BeforeValue)
            throw Wrong(_line, "found a single quote around a value", "double quotes, such as sweep.data = \"/data/chest x-ray\"");
        Entry.Word(_at);
    }

    private void Open(char c)
    {
        var root = Entry is { Bracket: null, Place: HoconPlace.BeforeKey } && c == '{' && _safe.ToString().AsSpan().Trim().IsEmpty;
        var sound = root || Entry.IsList || Entry.Place == HoconPlace.BeforeValue || (c == '{' && Entry.Place == HoconPlace.InKey);
        var found = Entry.Place == HoconPlace.BeforeKey ? "and no key before it" : "in the middle of a setting, without quotes around it";
        if (!sound) throw Wrong(_line, $"found '{c}' {found}");
        if (_open.Count > Deepest) throw Wrong(_line, $"found brackets more than {Deepest} deep");
        _open.Push(new HoconEntry(c, _line));
    }

    private void Close(char c)
    {
        if (Entry.Bracket != (c == '}' ? '{' : '[')) throw Wrong(_line, $"found '{c}' without its partner");
        EndSetting();
        _open.Pop();
        Entry.Close();
        if (c == ']' && _safe[^1] == '[') _safe.Append(' '); // the parser takes [] for nothing and [ ] for an empty list
    }

    private void Assign(char c)
    {
        switch (Entry.Place)
        {
            case HoconPlace.InKey:
                Entry.Assign();
                return;
            case HoconPlace.BeforeKey:
                throw Wrong(_line, $"found '{c}' and no key before it");
            default:
                var value = Entry.Place == HoconPlace.InValue ? Rest(Entry.ValueAt) : "";
                var example = value.Length == 0 || value.Contains('"', StringComparison.Ordinal) ? "" : $": {Key()} = \"{value}\"";
                throw Wrong(
                    _line, $"found '{c}' in the value of {Key()}, without quotes around it",
                    $"one setting a line, and quotes around such a value{example}");
        }
    }

    /// <summary>A key needs '='. A value that is nothing is written down as such: the parser would take the next line for it.</summary>
    private void EndSetting()
    {
        if (Entry.Place == HoconPlace.InKey)
        {
            throw text[Entry.KeyAt.._at].Trim() is var word && word.StartsWith("include ", StringComparison.Ordinal)
                ? Wrong(_line, $"found '{word}', and one sweep is one file")
                : Wrong(_line, $"found '{word}' and no '=' behind it");
        }

        if (Entry.Place == HoconPlace.BeforeValue) _safe.Append("\"\"");
        Entry.Next();
    }

    /// <summary>The value is on the next line.</summary>
    private bool BracketFollows()
    {
        if (Entry.Place != HoconPlace.BeforeValue) return false;
        var at = _at;
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at < text.Length && text[at] is '{' or '[';
    }

    /// <summary>
    /// A comment begins a line, or stands apart from what is before it. What touches a word is part of it, and would be lost.
    /// </summary>
    private void SkipComment()
    {
        var mark = text[_at] == '#' ? "#" : "//";
        var touches = Entry.Place is HoconPlace.InKey or HoconPlace.InValue && !char.IsWhiteSpace(text[_at - 1])
            && text[_at - 1] is not ('"' or ',');
        var begins = Entry.Place == HoconPlace.BeforeValue && _at + mark.Length < text.Length
            && !char.IsWhiteSpace(text[_at + mark.Length]);
        if (touches || begins)
        {
            var value = Rest(begins ? _at : Entry.Place == HoconPlace.InKey ? Entry.KeyAt : Entry.ValueAt, spaces: touches);
            var of = Entry.IsList ? "a list" : Entry.Place == HoconPlace.InKey ? "a key" : $"the value of {Key()}";
            throw Wrong(
                _line, $"found '{mark}' in {of}, without quotes around it", $"quotes, such as \"{value}\", or a space before a comment");
        }

        while (_at < text.Length && text[_at] != '\n') _at++;
    }

    private void CopyQuoted()
    {
        if (Ahead("\"\"\"")) throw Wrong(_line, "found three quotes in a row, and no setting has several lines");
        var end = _at + 1;
        while (end < text.Length && text[end] is not ('"' or '\n')) end += text[end] == '\\' ? 2 : 1;
        if (end >= text.Length || text[end] == '\n') throw Wrong(_line, "found a quote that is never closed");
        if (Entry.Place == HoconPlace.Behind) throw Wrong(_line, $"found '{Rest(_at)}' behind a closing bracket");
        var within = text[(_at + 1)..end];
        var isKey = !Entry.IsList && Entry.Place is HoconPlace.BeforeKey or HoconPlace.InKey;
        if (isKey && within.Contains('.', StringComparison.Ordinal) && !IsInclude())
            throw Wrong(_line, $"found the key \"{within}\"; in quotes a dot parts nothing", $"the key without quotes, {within}");
        Entry.Word(_at);
        Copy(end + 1 - _at);
    }

    private bool IsInclude() => Entry.Place == HoconPlace.InKey && string.CompareOrdinal(text, Entry.KeyAt, "include ", 0, 8) == 0;

    private void CopyVariable()
    {
        var end = text.IndexOf('}', _at);
        var optional = Ahead("${?");
        var start = _at + (optional ? 3 : 2);
        var name = end < 0 ? "" : text[start..end].Trim();
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw Wrong(_line, "found '${' that no name of an environment variable and '}' follow");
        if (!Entry.IsList && Entry.Place is HoconPlace.BeforeKey or HoconPlace.InKey or HoconPlace.Behind)
            throw Wrong(_line, $"found '${{{name}}}' where no value stands");

        Entry.Word(_at);
        var value = environment(name) switch
        {
            { Length: > 0 } set => set,
            _ when optional => LeftOut.ToString(),
            _ => $"{Missing}{name}{Missing}",
        };
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        _safe.Append('"').Append(escaped).Append('"');
        _at = end + 1;
    }

    /// <summary>What is written from there to the end of the line, or up to a comment that stands apart.</summary>
    private string Rest(int from, bool spaces = true)
    {
        var end = text.IndexOf('\n', from) is >= 0 and var line ? line : text.Length;
        var rest = text[from..end];
        foreach (var stop in new[] { " #", " //", " }", spaces ? "\n" : " " })
            if (rest.IndexOf(stop, StringComparison.Ordinal) is > 0 and var at) rest = rest[..at];
        rest = rest.Trim();
        return rest.Length <= 80 ? rest : rest[..77] + "...";
    }

    private string Key() => text[Entry.KeyAt..].Split('=', ':', '\n')[0].Trim();

    private bool Ahead(string word) => string.CompareOrdinal(text, _at, word, 0, word.Length) == 0;

    private void Copy(int length)
    {
        _safe.Append(text, _at, Math.Min(length, text.Length - _at));
        _at += length;
    }

    private InvalidInputException Wrong(int line, string what, string allowed = "HOCON, such as training.epochs = 20") =>
        new($"{origin}: line {line}: {what}; allowed: {allowed}.");
}
