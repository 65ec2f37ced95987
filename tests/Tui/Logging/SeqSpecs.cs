using System.Net;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Settings;
using ActorGaze.Actors.Storage;
using ActorGaze.Tests.Tui.EndToEnd;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Logging;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Logging;

/// <summary>The log's way to a Seq server, in all the ways it may not be there.</summary>
[Slow]
public sealed class SeqSpecs : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30); // against hanging; a client of HTTP would wait a hundred

    private readonly string _state = Directory.CreateTempSubdirectory("seq-").FullName;
    private readonly StandIn _seq = new();

    private string Logs => new StateFolder(_state).Logs;

    public async ValueTask DisposeAsync()
    {
        await _seq.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    [Fact]
    public async Task What_is_logged_reaches_seq_with_the_key_and_its_properties()
    {
        await _seq.UpAsync();

        await using (var log = Open()) log.Logger.Warning("{File} could not be deleted", "e0001.safetensors");

        var post = Assert.Single(_seq.Posts);
        Assert.Equal(("POST /api/events/raw", "a-key"), (post.Path, post.Key));
        Assert.StartsWith("application/vnd.serilog.clef", post.Type, StringComparison.Ordinal);
        var told = Assert.Single(_seq.Events);
        Assert.Equal(("Warning", "e0001.safetensors"), (told.GetProperty("@l").GetString(), told.GetProperty("File").GetString()));
    }

    [Fact]
    public async Task What_is_logged_while_seq_is_down_reaches_it_when_it_is_up_and_nothing_is_told_twice()
    {
        await using (var log = Open()) log.Logger.Information("{Number}", 1);
        await using (var log = Open())
        {
            log.Logger.Information("{Number}", 2);
            await _seq.UpAsync();
        }

        Assert.Equal([1, 2], _seq.Events.Select(e => e.GetProperty("Number").GetInt32()));
        Assert.Equal(["1", "2"], LogTail.Read(Logs, 100, run: null, level: null).Select(line => line.Text));
    }

    [Fact]
    public async Task A_seq_that_never_answers_holds_up_neither_logging_nor_leaving_and_misses_nothing_in_the_end()
    {
        await _seq.UpAsync(answering: false);
        var log = Open(TimeSpan.FromMilliseconds(50));
        log.Logger.Information("{Number}", 0);
        await _seq.Asked;

        for (var i = 1; i <= 10_000; i++) log.Logger.Information("{Number}", i);
        await log.DisposeAsync().AsTask().WaitAsync(LongestWait, Deadline.Token);

        Assert.Equal(0, _seq.Answered);
        Assert.Equal(10_001, Directory.GetFiles(Logs, "actorgaze-*.clef").Sum(file => File.ReadLines(file).Count()));
        _seq.Answer();
        await using (Open()) { }
        Assert.Equal(Enumerable.Range(0, 10_001), _seq.Events.Select(e => e.GetProperty("Number").GetInt32()).Distinct());
    }

    [Theory]
    [InlineData(401, "the API key (seq.api-key) is missing, or is none of its keys")]
    [InlineData(413, "it does not take some events, which it will not have; the log files have them")]
    [InlineData(500, "it has a fault of its own; what waits is kept and offered again")]
    public async Task What_seq_refuses_is_told_in_the_log_and_by_the_doctor_until_it_takes_events_again(int status, string meaning)
    {
        _seq.Status = status;
        await _seq.UpAsync();

        await using (var log = Open()) log.Logger.Information("{Number}", 1);

        var told = Assert.Single(LogTail.Read(Logs, 100, run: null, level: "warning"));
        Assert.Equal($"Seq at {_seq.Url}/ answers {status}: {meaning}. This is told once", told.Text);
        Assert.Contains($"\nseq         {told.Text} (", await DoctorAsync(), StringComparison.Ordinal);
        Assert.Contains($"\nseq         {_seq.Url}/ answers {status}: {meaning}\n", await DoctorAsync("--set", $"seq.url={_seq.Url}"), StringComparison.Ordinal);

        _seq.Status = 201;
        await using (var log = Open()) log.Logger.Information("{Number}", 2);

        Assert.Equal($"Seq at {_seq.Url}/ takes events again", LogTail.Read(Logs, 100, run: null, level: null).Last().Text);
        Assert.Contains("\nseq         nothing amiss", await DoctorAsync(), StringComparison.Ordinal);
        Assert.Contains($"\nseq         {_seq.Url}/ takes events\n", await DoctorAsync("--set", $"seq.url={_seq.Url}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_refusal_is_news_once_and_so_is_its_end()
    {
        var answers = new SeqAnswers(refused: false);
        HttpStatusCode[] told = [HttpStatusCode.Created, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.InternalServerError, HttpStatusCode.Created,
            HttpStatusCode.Unauthorized, HttpStatusCode.Created, HttpStatusCode.RequestEntityTooLarge];

        Assert.Equal(
            [(false, false), (true, true), (false, true), (true, true), (true, false), (false, true), (false, false), (true, true)],
            told.Select(answers.Next));
        Assert.Equal((true, false), new SeqAnswers(refused: true).Next(HttpStatusCode.Created));
    }

    [Fact]
    public async Task A_sweep_ends_as_ever_where_neither_seq_nor_the_collector_ever_answers()
    {
        await _seq.UpAsync(answering: false);
        using var program = new Actorgaze();

        var (status, _, error) = await program.SayAsync("run", program.Short, "--plain", "--set", $"seq.url={_seq.Url}", "--set", $"metrics.otlp.url={_seq.Url}");

        Assert.Equal((0, ""), (status, error));
        Assert.Equal(0, _seq.Answered);
    }

    [Fact]
    public async Task Files_older_than_they_are_kept_are_deleted_and_younger_ones_are_not()
    {
        var yesterday = TimeProvider.System.GetLocalNow().AddDays(-1);
        Directory.CreateDirectory(Logs);
        string[] files = ["actorgaze-20200101.clef", $"actorgaze-{yesterday:yyyyMMdd}.clef"];
        foreach (var file in files) File.WriteAllText(Path.Combine(Logs, file), "");
        File.SetLastWriteTimeUtc(Path.Combine(Logs, files[0]), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await using (var log = Open(settings: new EngineSettings())) log.Logger.Information("The first word of a new file");

        Assert.Equal([false, true], files.Select(file => File.Exists(Path.Combine(Logs, file))));
    }

    private async Task<string> DoctorAsync(params string[] words)
    {
        var output = new StringWriter { NewLine = "\n" };
        await CommandLine.RunAsync(["doctor", "--state", _state, .. words], new Surroundings(output, TextWriter.Null, _ => null, TimeProvider.System, () => null));
        return output.ToString();
    }

    private EngineLog Open(TimeSpan? farewell = null, EngineSettings? settings = null) =>
        ActorGaze.Tui.Logging.Logs.Open(_state, settings ?? new EngineSettings { Seq = new SeqSettings { Url = new Uri(_seq.Url), ApiKey = "a-key" } }, farewell);
}
