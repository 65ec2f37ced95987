using System.Net.Http.Headers;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Settings;
using ActorGaze.Actors.Storage;

namespace ActorGaze.Tui.Logging;

/// <summary>What is known of a Seq server: what it answers now, or what an engine last wrote of it into its log.</summary>
internal static class SeqProbe
{
    private const int LinesBack = 10_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>An address without a password that may be in it.</summary>
    public static string Name(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Offers no event at all, with the key. Null where the server takes it, else what it answers.</summary>
    public static string? Ask(SeqSettings seq)
    {
        using var client = new HttpClient { Timeout = LongestWait };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(seq.Url!.AbsoluteUri.TrimEnd('/') + "/api/events/raw"))
        {
            Content = new ByteArrayContent([]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.serilog.clef");
        if (seq.ApiKey is { } key) request.Headers.TryAddWithoutValidation("X-Seq-ApiKey", key);
        try
        {
            using var response = client.Send(request);
            return (int)response.StatusCode < 400
                ? null
                : $"answers {SeqAnswers.Number(response.StatusCode)}: {SeqAnswers.Meaning(response.StatusCode)}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return "cannot be reached: "
                + $"{(e is OperationCanceledException ? $"no answer within {LongestWait.TotalSeconds:0} s" : e.Message)}";
        }
    }

    /// <summary>The last refusal in a state folder's log; null where there is none, or where Seq has taken events since.</summary>
    public static string? LastRefusal(string stateFolder)
    {
        try
        {
            var last = LogTail.Read(new StateFolder(stateFolder).Logs, LinesBack, run: null, level: null)
                .LastOrDefault(line => line.Source == Logs.SeqSource);
            return last is { Level: "warning" }
                ? string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{last.Text} ({last.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC, in the log)")
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the log cannot be read: {e.Message}";
        }
    }
}
