using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorGaze.Actors.Contracts;

/// <summary>
/// A database of PostgreSQL that has a journal: <c>postgresql://user@host:port/database</c>. It never holds a password: that comes from
/// <c>PGPASSWORD</c>, or from the file that <c>PGPASSFILE</c> names (else <c>~/.pgpass</c>).
/// </summary>
/// <param name="Host">A name, an address, or the folder of a socket.</param>
/// <param name="SslMode">Null: encrypted where the server can.</param>
/// <param name="SslRootCertificate">A file; null: the system's authorities.</param>
public sealed partial record JournalAddress(
    string User, string Host, int Port, string Database, string? SslMode = null, string? SslRootCertificate = null)
{
    /// <summary>What may be written, as it stands behind "allowed:" in a message.</summary>
    public const string Allowed = "nothing, or an address such as postgresql://user@host/database";

    /// <summary>Values of <c>sslmode</c>, weakest first.</summary>
    public static readonly string[] SslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    private const int UsualPort = 5432;

    private static readonly string[] Options = ["host", "port", "sslmode", "sslrootcert"];

    /// <summary>The server is reached over a socket in a folder of this machine.</summary>
    public bool IsSocket => Host.StartsWith('/');

    /// <summary>Whether two addresses name one database, by whatever user and encryption.</summary>
    public bool IsSamePlaceAs(JournalAddress other) =>
        (Host.ToLowerInvariant(), Port, Database) == (other.Host.ToLowerInvariant(), other.Port, other.Database);

    /// <summary>Reads an address.</summary>
    /// <param name="wrong">What is wrong with it, as it stands behind a found value; null where nothing is. It repeats no part of the
    /// text.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out JournalAddress? address, out string? wrong)
    {
        (address, wrong) = (null, null);
        if (Parts().Match(text) is not { Success: true } parts) wrong = Allowed;
        else if (parts.Groups["password"].Success)
            wrong = "an address without a password: set PGPASSWORD, or write it into the file that PGPASSFILE names (else ~/.pgpass)";
        else address = Of(parts, out wrong);
        return address is not null;
    }

    /// <summary>A text that is no address, as a message may show it: what may be a password is left out.</summary>
    public static string WithoutPassword(string text)
    {
        var at = text.LastIndexOf('@');
        var start = text.IndexOf("//", StringComparison.Ordinal) is >= 0 and var slashes && slashes < at ? slashes + 2 : 0;
        var colon = at < 0 ? -1 : text.IndexOf(':', start, at - start);
        var shown = colon < 0 ? text : $"{text[..colon]}:…{text[at..]}";
        return PasswordField().Replace(shown, "$1=…");
    }

    public override string ToString()
    {
        var host = IsSocket ? "" : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        string?[] options =
        [
            IsSocket ? $"host={Host}" : null, SslMode is null ? null : $"sslmode={SslMode}",
            SslRootCertificate is null ? null : $"sslrootcert={SslRootCertificate}",
        ];
        var port = Port == UsualPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{Port}");
        var said = string.Join('&', options.OfType<string>());
        var after = said.Length == 0 ? "" : "?" + said;
        return $"postgresql://{Uri.EscapeDataString(User)}@{host}{port}/{Uri.EscapeDataString(Database)}{after}";
    }

    private static JournalAddress? Of(Match parts, out string? wrong)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in parts.Groups["options"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = option.Split('=', 2) is [var n, var v] ? (n, Uri.UnescapeDataString(v)) : (option, "");
            if (Options.Contains(name) && value.Length > 0 && options.TryAdd(name, value)) continue;
            wrong = $"behind the ?, each once and with a value: {string.Join(", ", Options)}";
            return null;
        }

        var folder = options.GetValueOrDefault("host");
        var host = parts.Groups["host"].Value.Trim('[', ']');
        var port = parts.Groups["port"] is { Success: true } written ? written.Value : options.GetValueOrDefault("port", $"{UsualPort}");
        var mode = options.GetValueOrDefault("sslmode");
        var isPort = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536;
        wrong = (folder is null) == (host.Length == 0) ? "one host: a name, or a socket's folder as ?host=/run/postgresql"
            : folder is not null and not ['/', ..] ? "a folder that begins with / behind ?host="
            : !isPort || (parts.Groups["port"].Success && options.ContainsKey("port")) ? "one port, from 1 to 65535"
            : mode is not null && !SslModes.Contains(mode) ? $"sslmode as one of {string.Join(", ", SslModes)}"
            : null;
        return wrong is not null ? null : new JournalAddress(
            Uri.UnescapeDataString(parts.Groups["user"].Value), folder ?? host, number,
            Uri.UnescapeDataString(parts.Groups["database"].Value), mode, options.GetValueOrDefault("sslrootcert"));
    }

    [GeneratedRegex(
        @"^postgres(ql)?://(?<user>[^:@/?#\s]+)(:(?<password>[^@]*))?@(?<host>\[[0-9A-Fa-f:.%]+\]|[^:@/?#\[\]\s]*)"
        + @"(:(?<port>[0-9]+))?/(?<database>[^/?#\s]+)(\?(?<options>[^#\s]*))?$")]
    private static partial Regex Parts();

    [GeneratedRegex(@"(?i)(password|passwd|pwd)\s*=\s*[^;&\s]*")]
    private static partial Regex PasswordField();
}
