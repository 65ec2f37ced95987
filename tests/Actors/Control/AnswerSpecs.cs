using ActorGaze.Actors.Control.Dto;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control;
using ActorGaze.Nn.Training;
using ActorGaze.Tests.Actors.Faults;
using static ActorGaze.Tests.Actors.Faults.TestEngine;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>What a server that trains really answers, at every route, against docs/openapi.json.</summary>
[Slow]
public sealed class AnswerSpecs(Undisturbed undisturbed) : IDisposable
{
    private static readonly JsonElement Contract = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "docs", "openapi.json"))).RootElement;

    private readonly TestEngine _engine = new();
    private readonly HashSet<string> _asked = [];

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Every_route_answers_with_a_described_status_in_the_described_shape()
    {
        var (run, other) = (undisturbed.Run("r") with { RecordGazes = GazesKept.All }, undisturbed.Run("q"));
        var sweep = SweepSpec.Of(Sweep, [run, other]);
        await using var lab = await _engine.StartWith([run, other]);
        await using var server = await ControlServer.StartAsync(lab, () => { });
        using var http = Http();
        await lab.WaitAsync(Sweep, cancel: Cancel);
        File.WriteAllText(Path.Combine(_engine.Folder.Logs, "actorgaze-20260301.clef"), """{"@t":"2026-03-01T12:00:00Z","@mt":"{Event} at {At}","@l":"Warning","Event":"Started","Run":"r","Sweep":"s","@x":"where"}""" + "\n");

        Assert.Equal("cpu", (await Ask(http, "GET", "/v1/engine", 200)).GetProperty("devices")[0].GetString());
        await Ask(http, "GET", "/v1/openapi.json", 200);
        Assert.Equal(0, (await Ask(http, "GET", "/v1/nodes", 200)).GetArrayLength());
        var whole = await Ask(http, "GET", "/v1/scoreboard", 200);
        Assert.Equal(["completed", "completed"], whole.GetProperty("runs").EnumerateArray().Select(line => line.GetProperty("phase").GetString()));
        Assert.Equal("/user/lab", (await Ask(http, "GET", "/v1/actors", 200)).GetProperty("path").GetString());
        Assert.Equal("where", (await Ask(http, "GET", "/v1/log", 200))[0].GetProperty("exception").GetString());
        Assert.StartsWith("lines: found 0;", (await Ask(http, "GET", "/v1/log", 400, query: "?lines=0")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("lines: found 'many'; allowed: a whole number from 1 to 2000.", (await Ask(http, "GET", "/v1/log", 400, query: "?lines=many")).GetProperty("detail").GetString());
        Assert.Equal("lines: found '5000000000'; allowed: a whole number from 1 to 2000.", (await Ask(http, "GET", "/v1/log", 400, query: "?lines=5000000000")).GetProperty("detail").GetString());
        Assert.Equal("fromStart: found 'maybe'; allowed: true or false.", (await Ask(http, "POST", "/v1/runs/{run}/retry", 400, query: "?acceptPlugin=&fromStart=maybe")).GetProperty("detail").GetString());
        Assert.Equal("s: 2 runs.", (await Ask(http, "POST", "/v1/sweeps", 200, sweep)).GetProperty("text").GetString());
        await Ask(http, "POST", "/v1/sweeps", 409, SweepSpec.Of(Sweep, [run]));
        await Ask(http, "POST", "/v1/sweeps", 422, new { name = "s" });
        Assert.Equal("completed", (await Ask(http, "GET", "/v1/runs/{run}", 200)).GetProperty("phase").GetString());
        Assert.Equal("EpochCompleted", (await Ask(http, "GET", "/v1/runs/{run}/events", 200))[2].GetProperty("event").GetString());
        await Courses(http);
        foreach (var (verb, done) in new[] { ("pause", "paused"), ("resume", "resumed"), ("cancel", "cancelled"), ("retry", "retried") })
        {
            Assert.Equal($"r is Completed: it cannot be {done}.", (await Ask(http, "POST", $"/v1/runs/{{run}}/{verb}", 409)).GetProperty("detail").GetString());
            await Ask(http, "POST", $"/v1/runs/{{run}}/{verb}", 404, run: "no-such");
        }

        Accepted(await lab.SubmitAsync(SweepSpec.Of("later", [undisturbed.Run("late") with { Sweep = "later", Epochs = 90_000 }])));
        await Phase(lab, new RunId("late"), RunPhase.Queued, RunPhase.Running);
        foreach (var (verb, done) in new[] { ("pause", "paused"), ("resume", "resumed"), ("cancel", "cancelled"), ("retry", "retried") }) await Ask(http, "POST", $"/v1/runs/{{run}}/{verb}", 200, run: "late");
        Assert.Equal("late", (await Ask(http, "POST", "/v1/pause-all", 200))[0].GetProperty("run").GetString());
        Assert.Equal("late", (await Ask(http, "POST", "/v1/resume-all", 200))[0].GetProperty("run").GetString());
        Assert.Equal("late", (await Ask(http, "POST", "/v1/cancel-all", 200))[0].GetProperty("run").GetString());
        Assert.Equal(0, (await Ask(http, "POST", "/v1/retry-all", 200, query: "?fromStart=true")).GetArrayLength()); // a cancelled run is left
        Accepted(await lab.RetryAsync(new RunId("late")));
        await Phase(lab, new RunId("late"), RunPhase.Queued, RunPhase.Running);
        await Frames(http);
        await Ask(http, "POST", "/v1/down", 200);

        Assert.Equal(server.Routes.Order(StringComparer.Ordinal), _asked.Order(StringComparer.Ordinal));
    }

    /// <summary>One image's gaze at each epoch, and why there is none.</summary>
    private async Task Courses(HttpClient http)
    {
        const string Course = "/v1/runs/{run}/course";
        var first = await Ask(http, "GET", Course, 200);
        Assert.Equal((0, 8, 2), (first.GetProperty("image").GetInt32(), first.GetProperty("images").GetInt32(), first.GetProperty("recorded").GetInt32()));
        Assert.Equal([1, 2], first.GetProperty("gazes").EnumerateArray().Select(gaze => gaze.GetProperty("epoch").GetInt32()));
        Assert.All(first.GetProperty("gazes").EnumerateArray(), gaze => Assert.Equal(196, gaze.GetProperty("base64").GetBytesFromBase64().Length));
        var last = await Ask(http, "GET", Course, 200, query: "?image=7&epochs=1");
        Assert.Equal(1, last.GetProperty("gazes").GetArrayLength());
        Assert.NotEqual(first.GetProperty("file").GetString(), last.GetProperty("file").GetString());
        Assert.Equal("image: found 8; allowed: 0 to 7.", await Detail(400, "?image=8"));
        Assert.Equal("image: found -1; allowed: 0 or more.", await Detail(400, "?image=-1"));
        Assert.Equal("epochs: found 201; allowed: 1 to 200.", await Detail(400, "?epochs=201"));
        Assert.Contains("many", await Detail(400, "?image=many"), StringComparison.Ordinal);
        Assert.Equal("q: the gazes of its images are not kept; allowed: a run of a sweep with gaze.record = all.", await Detail(409, "", "q"));
        await Detail(404, "", "no-such");

        async Task<string?> Detail(int status, string query, string of = "r") =>
            (await Ask(http, "GET", Course, status, run: of, query: query)).GetProperty("detail").GetString();
    }

    private async Task<JsonElement> Ask(HttpClient http, string method, string route, int status, object? body = null, string run = "r", string query = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), route.Replace("{run}", run, StringComparison.Ordinal) + query);
        if (body is SweepSpec sweep) body = SweepDto.Of(sweep);
        if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body, body.GetType(), DtoJson.Forgiving), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, Cancel);
        var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;

        Assert.True(status == (int)response.StatusCode, $"{method} {route}: {(int)response.StatusCode} {json}");
        var described = Described(method, route, status);
        Assert.Equal(described.Name, response.Content.Headers.ContentType!.MediaType);
        Assert.Empty(new Shape(Contract).Differences(json, described.Value.GetProperty("schema"), $"{method} {route}"));
        _asked.Add($"{method} {route}");
        return json;
    }

    /// <summary>Two frames of the stream: the whole, and a change.</summary>
    private async Task Frames(HttpClient http)
    {
        using var response = await http.GetAsync("/v1/frames", HttpCompletionOption.ResponseHeadersRead, Cancel);
        var described = Described("GET", "/v1/frames", (int)response.StatusCode);
        Assert.Equal(described.Name, response.Content.Headers.ContentType!.MediaType);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        foreach (var wholly in new[] { true, false })
        {
            Assert.StartsWith("id: ", await lines.ReadLineAsync(Cancel), StringComparison.Ordinal);
            Assert.Equal("event: frame", await lines.ReadLineAsync(Cancel));
            var data = JsonDocument.Parse((await lines.ReadLineAsync(Cancel))!["data: ".Length..]).RootElement;
            Assert.Empty(new Shape(Contract).Differences(data, described.Value.GetProperty("schema")));
            Assert.Equal(wholly, data.GetProperty("whole").GetBoolean());
            Assert.Equal("", await lines.ReadLineAsync(Cancel));
        }

        _asked.Add("GET /v1/frames");
    }

    private static JsonProperty Described(string method, string route, int status) => Contract.GetProperty("paths").GetProperty(route).GetProperty(method.ToLowerInvariant())
        .GetProperty("responses").GetProperty($"{status}").GetProperty("content").EnumerateObject().Single();

    private HttpClient Http() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_engine.Folder.Socket), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = new Uri("http://engine") };

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
