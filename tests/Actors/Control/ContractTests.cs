using System.Runtime.CompilerServices;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>docs/openapi.json says what the server does.</summary>
[Slow]
public sealed class ContractTests
{
    private static readonly JsonElement Contract = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "docs", "openapi.json"))).RootElement;

    public static TheoryData<Type, string> Described { get; } = new()
    {
        { typeof(ProblemDto), "Problem" }, { typeof(AcceptedDto), "Accepted" }, { typeof(RunAnswerDto), "RunAnswer" }, { typeof(EngineDto), "EngineFacts" }, { typeof(FrameDto), "Frame" },
        { typeof(FrameChangeDto), "FrameChange" }, { typeof(MachineDto), "MachineFacts" }, { typeof(DeviceDto), "DeviceFacts" }, { typeof(SweepLineDto), "SweepLine" },
        { typeof(RunLineDto), "RunLine" }, { typeof(CensusDto), "CensusNode" }, { typeof(LogLineDto), "LogLine" }, { typeof(SweepDto), "SweepSpec" }, { typeof(RunSpecDto), "RunSpec" },
        { typeof(PhantomsDto), "Phantoms" }, { typeof(CropsDto), "Crops" }, { typeof(PixelsDto), "Pixels" }, { typeof(CurriculumDto), "Curriculum" }, { typeof(GazeDto), "Gaze" },
        { typeof(TrainingDto), "Training" }, { typeof(PlateauDto), "Plateau" }, { typeof(RunDto), "RunState" }, { typeof(ClassesDto), "Classes" }, { typeof(ImagesDto), "Images" }, { typeof(BitsDto), "Bits" }, { typeof(ClassImagesDto), "ClassImages" }, { typeof(PositionDto), "Position" },
        { typeof(CheckpointDto), "Checkpoint" }, { typeof(FaultDto), "Fault" }, { typeof(EpochDto), "Epoch" }, { typeof(TrainingFiguresDto), "TrainingFigures" },
        { typeof(EvaluationDto), "Evaluation" }, { typeof(ConfusionDto), "Confusion" }, { typeof(GazesDto), "Gazes" }, { typeof(EventDto), "Event" },
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
        var sent = DtoJson.Forgiving.GetTypeInfo(type).Properties.Where(p => p.Get is not null && p.Set is not null).Select(p => p.Name);

        Assert.Equal(described.Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_record_of_the_socket_is_described() => Assert.Equal(
        typeof(EngineDto).Assembly.GetTypes().Where(type => type.Namespace == typeof(EngineDto).Namespace && type.Name.EndsWith("Dto", StringComparison.Ordinal)).Select(type => type.Name).Order(),
        Described.Select(row => row.Data.Item1.Name).Order());

    [Fact]
    public void The_contract_has_the_version_that_the_engine_tells() =>
        Assert.Equal(ControlContract.Version, Contract.GetProperty("info").GetProperty("version").GetString());

    [Fact]
    public void Every_event_is_named_and_comes_back_as_it_was()
    {
        var named = Contract.GetProperty("components").GetProperty("schemas").GetProperty("Event").GetProperty("properties").GetProperty("event").GetProperty("enum");
        Assert.Equal(named.EnumerateArray().Select(n => n.GetString()!).Order(StringComparer.Ordinal), typeof(RunEvent).GetNestedTypes().Select(t => t.Name).Order(StringComparer.Ordinal));

        foreach (var happened in Samples.RunEvents)
        {
            var entry = new JournalEntry<RunEvent>(PersistenceIds.Of(new RunId("r1")), 7, happened);
            var sent = JsonSerializer.Deserialize<EventDto>(JsonSerializer.Serialize(EventDto.Of(entry), DtoJson.Forgiving), DtoJson.Forgiving)!;
            Assert.Equal((entry.SequenceNumber, happened.At, happened), (sent.SequenceNumber, sent.At, sent.ToEvent(new RunId("r1"))));
        }
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
