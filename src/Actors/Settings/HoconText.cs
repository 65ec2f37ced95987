using System.Buffers;
using System.Text;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Settings;

/// <summary>
/// A HOCON text made safe for the parser, which forgives open brackets, overflows the stack on deep ones and on a variable that names itself,
/// never comes back from a character in a list that needs quotes, and takes three quotes for other things in other places.
/// Variables are replaced here: by their value in quotes, or by a mark that says which one is missing.
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
    private readonly Stack<(char Bracket, int Line)> _open = new();
    private int _at;
    private int _line = 1;
    private int _dots;

    /// <exception cref="InvalidInputException">A bracket or quote without its partner, with its line.</exception>
    public string Safe()
    {
        while (_at < text.Length) Next();
        return _open.TryPeek(out var open) ? throw Wrong(open.Line, $"found '{open.Bracket}' that is never closed") : _safe.Append('\n').ToString();
    }

    private void Next()
    {
        var c = text[_at];
        switch (c)
        {
            case Missing or LeftOut or '\0':
                throw Wrong(_line, $"found the character U+{(int)c:X4}, which no setting needs");
            case '#':
            case '/' when Ahead("//"):
                SkipComment();
                return;
            case '"':
                CopyQuoted();
                return;
            case '$' when Ahead("${"):
                CopyVariable();
                return;
            case '{' or '[':
                if (_open.Count == Deepest) throw Wrong(_line, $"found brackets more than {Deepest} deep");
                _open.Push((c, _line));
                break;
            case '}' or ']':
                if (!_open.TryPop(out var open) || open.Bracket != (c == '}' ? '{' : '[')) throw Wrong(_line, $"found '{c}' without its partner");
                if (c == ']' && _safe[^1] == '[') _safe.Append(' '); // the parser takes [] for nothing and [ ] for an empty list
                break;
            case '\n':
                _line++;
                break;
            case var _ when NeedQuotesInLists.Contains(c) && _open.TryPeek(out var list) && list.Bracket == '[':
                throw Wrong(_line, $"found '{c}' in a list, without quotes around it");
        }

        _dots = c == '.' ? _dots + 1 : char.IsWhiteSpace(c) || c is ',' or '=' or ':' or '{' or '[' ? 0 : _dots;
        if (_dots > Deepest) throw Wrong(_line, $"found more than {Deepest} dots in one word");
        Copy(1);
    }

    private void SkipComment()
    {
        while (_at < text.Length && text[_at] != '\n') _at++;
    }

    private void CopyQuoted()
    {
        if (Ahead("\"\"\"")) throw Wrong(_line, "found three quotes in a row, and no setting has several lines");
        var end = _at + 1;
        while (end < text.Length && text[end] is not ('"' or '\n')) end += text[end] == '\\' ? 2 : 1;
        if (end >= text.Length || text[end] == '\n') throw Wrong(_line, "found a quote that is never closed");
        Copy(end + 1 - _at);
    }

    private void CopyVariable()
    {
        var end = text.IndexOf('}', _at);
        var optional = Ahead("${?");
        var start = _at + (optional ? 3 : 2);
        var name = end < 0 ? "" : text[start..end].Trim();
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw Wrong(_line, "found '${' that no name of an environment variable and '}' follow");

        var value = environment(name) switch
        {
            { Length: > 0 } set => set,
            _ when optional => LeftOut.ToString(),
            _ => $"{Missing}{name}{Missing}",
        };
        _safe.Append('"').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        _at = end + 1;
    }

    private bool Ahead(string word) => string.CompareOrdinal(text, _at, word, 0, word.Length) == 0;

    private void Copy(int length)
    {
        _safe.Append(text, _at, Math.Min(length, text.Length - _at));
        _at += length;
    }

    private InvalidInputException Wrong(int line, string what) => new($"{origin}: line {line}: {what}; allowed: HOCON, such as training.epochs = 20.");
}
