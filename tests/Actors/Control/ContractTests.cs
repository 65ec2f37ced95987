using System.Runtime.CompilerServices;
using System.Text.Json;
using ActorGaze.Actors;
using ActorGaze.Actors.Census;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>docs/openapi.json says what the server does.</summary>
[Slow]
public sealed class ContractTests
{
    private static readonly JsonElement Contract = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "docs", "openapi.json"))).RootElement;

    public static TheoryData<Type, string> Described { get; } = new()
    {
        { typeof(Problem), "Problem" }, { typeof(Answer.Accepted), "Accepted" }, { typeof(RunAnswer), "RunAnswer" }, { typeof(EngineFacts), "EngineFacts" }, { typeof(Frame), "Frame" },
        { typeof(FrameChange), "FrameChange" }, { typeof(MachineFacts), "MachineFacts" }, { typeof(DeviceFacts), "DeviceFacts" }, { typeof(SweepLine), "SweepLine" },
        { typeof(RunLine), "RunLine" }, { typeof(CensusNode), "CensusNode" }, { typeof(LogLine), "LogLine" }, { typeof(SweepSpec), "SweepSpec" }, { typeof(RunState), "RunState" },
    };

    [Fact]
    public async Task Every_route_is_described_and_every_described_route_is_there()
    {
        var folder = Directory.CreateTempSubdirectory("contract-").FullName;
        await using (var lab = await Lab.StartAsync(new LabSettings(folder), cancel: TestContext.Current.CancellationToken))
        await using (var server = await ControlServer.StartAsync(lab, () => { }))
        {
            var described = Contract.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));

            Assert.Equal(described.Order(StringComparer.Ordinal), server.Routes.Order(StringComparer.Ordinal));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Described))]
    public void What_is_sent_has_the_described_fields(Type type, string schema)
    {
        var described = Contract.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").EnumerateObject().Select(p => p.Name);
        var sent = Json.Options.GetTypeInfo(type).Properties.Where(p => p.Get is not null && p.Set is not null).Select(p => p.Name);

        Assert.Equal(described.Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_event_is_named_and_comes_back_as_it_was()
    {
        var named = Contract.GetProperty("components").GetProperty("schemas").GetProperty("Event").GetProperty("properties").GetProperty("event").GetProperty("enum");
        Assert.Equal(named.EnumerateArray().Select(n => n.GetString()!).Order(StringComparer.Ordinal), typeof(RunEvent).GetNestedTypes().Select(t => t.Name).Order(StringComparer.Ordinal));

        foreach (var happened in Samples.RunEvents)
        {
            var entry = new JournalEntry<RunEvent>(RunActor.PersistenceIdOf(new RunId("r1")), 7, happened);
            Assert.Equal(entry, EventJson.Read(EventJson.Write(entry), new RunId("r1")));
        }
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
