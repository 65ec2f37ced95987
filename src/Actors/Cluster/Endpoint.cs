using System.Globalization;

namespace ActorGaze.Actors.Cluster;

/// <summary>HOST:PORT as people write it.</summary>
internal static class Endpoint
{
    private const int LastPort = 65535;

    /// <summary>Null where the text is none. An IPv6 address stands in brackets.</summary>
    public static (string Host, int Port)? Parse(string text)
    {
        var at = text.LastIndexOf(':');
        var host = at > 0 ? text[..at].Trim('[', ']') : "";
        return Uri.CheckHostName(host) != UriHostNameType.Unknown
            && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= LastPort
            ? (host, port)
            : null;
    }
}
