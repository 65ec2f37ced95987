using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Actors.Examination;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Statistics;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>The socket's own records: what is told arrives, and what another version tells does no harm.</summary>
public sealed class DtoTests
{
    private static readonly RunId Run = new("r1");
    private static readonly RunState State = Samples.Written.OfType<RunState>().Single();

    private static readonly Dictionary<Type, Func<object, object?>> Readers = new()
    {
        [typeof(EngineDto)] = dto => ((EngineDto)dto).ToFacts(), [typeof(RunAnswerDto)] = dto => ((RunAnswerDto)dto).ToAnswer(), [typeof(LogLineDto)] = dto => ((LogLineDto)dto).ToLine(), [typeof(NodeDto)] = dto => ((NodeDto)dto).ToFacts(),
        [typeof(CensusDto)] = dto => ((CensusDto)dto).ToNode(), [typeof(FrameDto)] = dto => ((FrameDto)dto).ToFrame(), [typeof(FrameChangeDto)] = dto => new FrameAssembly().Next(((FrameChangeDto)dto).ToChange()),
        [typeof(RunDto)] = dto => ((RunDto)dto).ToState(Run), [typeof(EventDto)] = dto => ((EventDto)dto).ToEvent(Run),
        [typeof(SampleCourseDto)] = dto => ((SampleCourseDto)dto).ToCourse(),
    };

    public static TheoryData<string> Read => [.. Readers.Keys.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Read))]
    public void A_reader_forgives_what_is_not_known_what_is_missing_and_what_is_null(string name)
    {
        var (type, read) = Readers.First(pair => pair.Key.Name == name);
        foreach (var json in new[] { "{}", Nulls(type).ToJsonString(), Strange(type).ToJsonString() })
            _ = read(JsonSerializer.Deserialize(json, type, DtoJson.Forgiving)!);
    }

    [Fact]
    public void A_frame_of_a_newer_engine_is_shown_with_its_own_word_for_a_phase()
    {
        const string Newer = """
            {"number":9,"at":"2026-03-01T12:00:00Z","whole":true,"mood":"fine","machine":{"processorUse":1.5,"memory":7,"devices":[{"name":"cpu","watts":5},null],"fans":[1,2]},
             "sweeps":[{"name":"s","evaluation":"curious","runs":2,"standing":2,"phases":{"resting":1,"running":1},"epochsDone":1,"epochs":4,"imagesPerSecond":"NaN","atRest":false},{"runs":3},null],
             "runs":[{"id":"s-1","sweep":"s","place":0,"phase":"resting","level":null,"epochs":3,"colour":{"deep":[{}]}},{"id":"s-1","phase":"running"},{"phase":"running"},null]}
            """;

        var frame = JsonSerializer.Deserialize<FrameChangeDto>(Newer, DtoJson.Forgiving)!.ToChange();

        Assert.Equal([("resting", RunPhase.Unknown), ("running", RunPhase.Running)], frame.Runs.Select(run => (run.PhaseText, run.Phase)));
        Assert.Equal([(RunPhase.Running, "running", 1), (RunPhase.Unknown, "resting", 1)], frame.Sweeps.Single().PhaseCounts());
        Assert.Equal("running", new FrameAssembly().Next(frame).Runs.Select(run => run.PhaseText).Last());
        Assert.Equal("running", new FrameAssembly().Next(frame with { Whole = false }).Runs.Single().PhaseText); // a run that is told twice is what was told last
        Assert.Equal(["cpu"], frame.Machine.Devices.Select(device => device.Name));
    }

    [Fact]
    public void What_is_told_of_a_run_arrives()
    {
        var back = There(RunDto.Of(State)).ToState(Run);

        Assert.Equal(JsonSerializer.Serialize(State, Json.Options), JsonSerializer.Serialize(back, Json.Options));
    }

    [Fact]
    public void An_images_gaze_through_training_arrives_and_one_with_other_cells_is_left_out()
    {
        var course = new SampleCourse(1, 4, "Testing/a/1.png", 0, 1, 2, [3, 5], [new RecordedGaze(1, 0.5f, [0, 255]), new RecordedGaze(0, 1, [7, 8])])
        {
            Recorded = 9, ChangedBefore = 0, ChangedAfter = 2,
        };

        Assert.Equal(JsonSerializer.Serialize(course, Json.Options), JsonSerializer.Serialize(There(SampleCourseDto.Of(course)).ToCourse(), Json.Options));
        Assert.Equal([5], (SampleCourseDto.Of(course) with
        {
            Gazes = [new RecordedGazeDto { Epoch = 3, Base64 = "AA==" }, RecordedGazeDto.Of(5, course.Gazes[1]), new RecordedGazeDto { Base64 = "?" }, null],
        }).ToCourse().Epochs);
    }

    [Fact]
    public void A_sweep_arrives_whole() => Assert.Equal(Samples.Sweep, JsonSerializer.Deserialize<SweepDto>(JsonSerializer.Serialize(SweepDto.Of(Samples.Sweep), DtoJson.Forgiving), DtoJson.Strict)!.ToSpec());

    [Fact]
    public void A_line_of_the_log_a_census_an_engine_and_an_answer_arrive()
    {
        var node = new CensusNode("/user/lab", "lab", 1, 2.5, 3, "b", 4.5, [new CensusNode("/user/lab/x", "x", 0, null, 0, null, 1, [])]);
        var (line, facts) = (new LogLine(Samples.Noon, "warning", "t", "s", "r", "/user", "x"), new EngineFacts(7, "1.2.3", Samples.Noon, "/state", 2, ["cpu", "cuda:0"]) { Contract = "1.9" });

        Assert.Equal(JsonSerializer.Serialize(node, Json.Options), JsonSerializer.Serialize(There(CensusDto.Of(node)).ToNode(), Json.Options));
        var machine = new NodeFacts("gpubox", "10.0.0.7:4055", Samples.Noon, true, ["gpubox/cuda:0"], ["brain"], ["/data/x: other images"]);
        Assert.Equal(JsonSerializer.Serialize(machine, Json.Options), JsonSerializer.Serialize(There(NodeDto.Of(machine)).ToFacts(), Json.Options));
        Assert.Equal(line, There(LogLineDto.Of(line)).ToLine());
        Assert.Equal(JsonSerializer.Serialize(facts, Json.Options), JsonSerializer.Serialize(There(EngineDto.Of(facts)).ToFacts(), Json.Options));
        Assert.All(
            new[] { RunAnswer.Of(Run, new Answer.Accepted("yes")), RunAnswer.Of(Run, new Answer.Refused("later", Refusal.TryAgain)), RunAnswer.Of(Run, new Answer.Refused("no")) },
            answer => Assert.Equal(answer, There(RunAnswerDto.Of(answer)).ToAnswer()));
    }

    [Fact]
    public void A_frame_arrives_with_every_figure()
    {
        var run = new RunLine(Run, "s", 3, RunPhase.Running)
        {
            Network = "level1", Data = "d", Lambda = 2, Trial = 3, Variant = "v", EpochsDone = 4, Epochs = 5, Doing = "training", Epoch = 6, Step = 7, StepsPerEpoch = 8, ImagesPerSecond = 9, SecondsLeft = 10, Memory = 21,
            Loss = 11, TrainingLoss = 12, GazeLoss = 13, LambdaNow = 14, Accuracy = 15, Kappa = 16, BestKappa = 17, GazeDeviation = 18, Attempts = 19, FaultsInARow = 20, Device = "cpu", Waiting = new WaitingFor.DataFolder("w"), Reason = "x",
            LeftOut = "z", OtherBits = "capability",
        };
        Assert.All(typeof(RunLine).GetProperties().Where(p => p.CanWrite && p.Name != nameof(RunLine.OtherPhase)), p => Assert.NotEqual(p.GetValue(new RunLine(new RunId("other"), "", 0, RunPhase.Unknown)), p.GetValue(run)));

        Assert.Equal(run, JsonSerializer.Deserialize<RunLineDto>(FrameJson.Of(json => RunLineDto.Write(json, run)), DtoJson.Forgiving)!.ToLine());
    }

    /// <summary>A frame is written by hand: whoever adds a field to a record of it writes it too.</summary>
    [Fact]
    public void A_frames_machine_and_sweeps_arrive_with_every_figure()
    {
        var machine = new MachineFacts(1, 2, 3, 4, [new DeviceFacts("cuda:0", 0.5, 6, 7)]) { Workers = new WorkersFacts(8, 9, 10) };
        var sweep = new SweepLine(
            "s", Evaluation.Analytic, 11, 12, ImmutableSortedDictionary<RunPhase, int>.Empty.Add(RunPhase.Running, 13), 14, 15, 16, 17, true)
        {
            Refusal = "r", OtherPhases = ImmutableSortedDictionary<string, int>.Empty.Add("resting", 18),
        };
        var written = FrameJson.Of(new FrameChange(19, Samples.Noon, true, machine, [sweep], []) { Behind = 20 });
        using var document = JsonDocument.Parse(written);
        var frame = document.RootElement;

        Assert.Equal(Keys<FrameChangeDto>(), Told(frame));
        Assert.Equal(Keys<MachineDto>(), Told(frame.GetProperty("machine")));
        Assert.Equal(Keys<WorkersDto>(), Told(frame.GetProperty("machine").GetProperty("workers")));
        Assert.Equal(Keys<DeviceDto>(), Told(frame.GetProperty("machine").GetProperty("devices")[0]));
        Assert.Equal(Keys<SweepLineDto>(), Told(frame.GetProperty("sweeps")[0]));
        var back = JsonSerializer.Deserialize<FrameChangeDto>(written, DtoJson.Forgiving)!.ToChange();
        Assert.Equal((19, Samples.Noon, true, 20), (back.Number, back.At, back.Whole, back.Behind));
        Assert.Equal(JsonSerializer.Serialize(machine, Json.Options), JsonSerializer.Serialize(back.Machine, Json.Options));
        Assert.Equal(JsonSerializer.Serialize(sweep, Json.Options), JsonSerializer.Serialize(back.Sweeps.Single(), Json.Options));

        static HashSet<string> Keys<T>() =>
            [.. typeof(T).GetProperties().Where(p => p.CanWrite).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];
        static HashSet<string> Told(JsonElement of) => [.. of.EnumerateObject().Select(property => property.Name)];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void An_epoch_travels_with_its_readings(int epoch) => Assert.Equal(Samples.Epoch(epoch), There(EpochDto.Of(Samples.Epoch(epoch))).ToMetrics());

    /// <summary>Whoever adds a field to one of the first adds it to the second, and to what makes one of the other.</summary>
    [Theory]
    [InlineData(typeof(RunState), typeof(RunDto))]
    [InlineData(typeof(RunSpec), typeof(RunSpecDto))]
    [InlineData(typeof(PhantomSpec), typeof(PhantomsDto))]
    [InlineData(typeof(CropSpec), typeof(CropsDto))]
    [InlineData(typeof(PixelScale), typeof(PixelsDto))]
    [InlineData(typeof(CurriculumSpec), typeof(CurriculumDto))]
    [InlineData(typeof(GazeSpec), typeof(GazeDto))]
    [InlineData(typeof(TrainingSpec), typeof(TrainingDto))]
    [InlineData(typeof(PlateauSpec), typeof(PlateauDto))]
    [InlineData(typeof(SweepSpec), typeof(SweepDto))]
    [InlineData(typeof(EpochMetrics), typeof(EpochDto))]
    [InlineData(typeof(TrainingFigures), typeof(TrainingFiguresDto))]
    [InlineData(typeof(EvaluationFigures), typeof(EvaluationDto))]
    [InlineData(typeof(ConfusionMatrix), typeof(ConfusionDto))]
    [InlineData(typeof(ClassMeanGazes), typeof(GazesDto))]
    [InlineData(typeof(CheckpointRef), typeof(CheckpointDto))]
    [InlineData(typeof(TrainingPosition), typeof(PositionDto))]
    [InlineData(typeof(Fault), typeof(FaultDto))]
    [InlineData(typeof(ClassNames), typeof(ClassesDto))]
    [InlineData(typeof(ImagesFacts), typeof(ImagesDto))]
    [InlineData(typeof(BitFacts), typeof(BitsDto))]
    [InlineData(typeof(ClassImages), typeof(ClassImagesDto))]
    [InlineData(typeof(EngineFacts), typeof(EngineDto))]
    [InlineData(typeof(LogLine), typeof(LogLineDto))]
    [InlineData(typeof(NodeFacts), typeof(NodeDto))]
    [InlineData(typeof(CensusNode), typeof(CensusDto))]
    [InlineData(typeof(MachineFacts), typeof(MachineDto))]
    [InlineData(typeof(DeviceFacts), typeof(DeviceDto))]
    public void No_field_is_left_behind(Type told, Type sent) =>
        Assert.Equal(Names(told), Names(sent).Where(name => (sent, name) != (typeof(RunSpecDto), nameof(RunSpecDto.Parts)))); // what the names of parts do not say

    [Fact]
    public void Every_event_travels_with_all_its_fields()
    {
        var fields = Names(typeof(EventDto)).ToHashSet();
        string[] ownFields = [nameof(EventDto.SequenceNumber), nameof(EventDto.Event), nameof(EventDto.MovedFrom)]; // the last is ImagesMoved's From: Started has a From of another type
        fields.ExceptWith(ownFields);

        Assert.Equal(fields, typeof(RunEvent).GetNestedTypes().SelectMany(Names).ToHashSet());
    }

    [Fact]
    public void Nothing_of_the_journal_is_in_a_record_of_the_socket()
    {
        var types = typeof(EngineDto).Assembly.GetTypes().Where(type => type.Namespace == typeof(EngineDto).Namespace && type.Name.EndsWith("Dto", StringComparison.Ordinal)).ToArray();

        Assert.True(types.Length > 20);
        foreach (var property in types.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)))
            Assert.True(Leaves(property.PropertyType).All(type => type.Namespace == "System" || types.Contains(type)), $"{property.DeclaringType!.Name}.{property.Name} is a {property.PropertyType}");
    }

    [Theory]
    [InlineData("""{"classes":2,"height":1,"width":1,"base64":"AAAA"}""")]
    [InlineData("""{"classes":2,"height":1,"width":1,"base64":"no base64"}""")]
    [InlineData("""{"classes":-2,"height":1,"width":1,"base64":""}""")]
    [InlineData("""{"classes":1000000,"height":1000000,"width":1000000,"base64":""}""")]
    public void Gazes_that_could_not_be_drawn_are_none(string json) => Assert.Equal(new ClassMeanGazes(0, 0, 0, ""), JsonSerializer.Deserialize<GazesDto>(json, DtoJson.Forgiving)!.ToGazes());

    private static T There<T>(T dto) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(dto, DtoJson.Forgiving), DtoJson.Forgiving)!;

    private static IEnumerable<string> Names(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => p.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<Type> Leaves(Type type) => Nullable.GetUnderlyingType(type) is { } value ? [value] : type.IsGenericType ? type.GenericTypeArguments.SelectMany(Leaves) : [type];

    private static JsonObject Nulls(Type type) => new(type.GetProperties().Where(p => p.CanWrite).Select(p => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(p.Name), (JsonNode?)null)));

    /// <summary>Every record in it is there, and has a field that nobody knows beside fields that are null; every word is a strange one.</summary>
    private static JsonObject Strange(Type type, int depth = 0)
    {
        var json = new JsonObject { ["neverHeardOf"] = new JsonArray(1, new JsonObject { ["x"] = null }) };
        foreach (var property in type.GetProperties().Where(p => p.CanWrite))
        {
            var inner = Leaves(property.PropertyType).Last();
            var node = inner == typeof(string) ? (JsonNode)"strange" : inner.Name.EndsWith("Dto", StringComparison.Ordinal) && depth < 6 ? Strange(inner, depth + 1) : null;
            var many = property.PropertyType.IsGenericType && property.PropertyType.Name.StartsWith("IReadOnlyList", StringComparison.Ordinal);
            json[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = many ? new JsonArray(node, null) : property.PropertyType.IsGenericType ? null : node;
        }

        return json;
    }
}
