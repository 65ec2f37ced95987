using System.Globalization;
using System.Net;

namespace ActorGaze.Tui.Logging;

/// <summary>What a Seq server's answers are worth telling: each refusal once, however often it comes, and that it is over.</summary>
/// <param name="refused">Whether a refusal was told before, by an earlier engine, and nothing since.</param>
internal sealed class SeqAnswers(bool refused)
{
    private readonly Lock _gate = new();
    private readonly HashSet<HttpStatusCode> _told = [];
    private bool _refused = refused;

    /// <summary>Whether an answer is news; a refusal is bad news.</summary>
    public (bool News, bool Bad) Next(HttpStatusCode status)
    {
        lock (_gate)
        {
            var bad = (int)status >= 400;
            var news = bad ? _told.Add(status) : _refused;
            if (news) _refused = bad;
            return (news, bad);
        }
    }

    /// <summary>What a refusal means, and what can be done.</summary>
    public static string Meaning(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "the API key (seq.api-key) is missing, or is none of its keys",
        HttpStatusCode.Forbidden => "the API key (seq.api-key) may not write events",
        HttpStatusCode.NotFound => "nothing takes events there: seq.url is the address of a Seq server, such as http://localhost:5341",
        HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest =>
            "it does not take some events, which it will not have; the log files have them",
        HttpStatusCode.TooManyRequests => "it is asked too often; what waits is kept and offered again",
        >= HttpStatusCode.InternalServerError => "it has a fault of its own; what waits is kept and offered again",
        _ => "it does not take events",
    };

    public static string Number(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);
}
