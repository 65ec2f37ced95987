using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Serialization;

namespace ActorGaze.Tests.Actors.Contracts.Serialization;

public abstract record FakeUnion
{
    private FakeUnion() { }

    public sealed record Forgotten(int Number) : FakeUnion;
}

public sealed class SerializerTests
{
    public static TheoryData<string> AllManifests => [.. Manifests.Types.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(AllManifests))]
    public void What_is_written_is_read_back_equal_to_the_bit(string manifest)
    {
        var sample = Assert.Single(Samples.Written, s => s.GetType() == Manifests.Named(manifest));

        var bytes = JsonSerializer.SerializeToUtf8Bytes(sample, sample.GetType(), Json.Kept);
        var back = JournalSerializer.Read(bytes, Manifests.Of(sample.GetType()));

        Assert.IsType(sample.GetType(), back);
        Assert.Equal(Leaves("", sample), Leaves("", back));
    }

    [Theory]
    [MemberData(nameof(AllManifests))]
    public void A_sample_has_every_field_set(string manifest)
    {
        var sample = Assert.Single(Samples.Written, s => s.GetType() == Manifests.Named(manifest));

        Assert.DoesNotContain(sample.GetType().GetProperties().Where(Written), p => p.GetValue(sample) is null);
    }

    [Fact]
    public void Every_type_that_is_written_has_a_manifest_of_its_own()
    {
        Assert.Empty(Manifests.Missing(Manifests.Bound));
        Assert.Equal(Manifests.Types.Count, Manifests.Types.Values.Distinct().Count());
        Assert.All(Manifests.Types.Keys, name => Assert.Matches("^[a-z-]+(/[a-z-]+)?/[0-9]+$", name));
    }

    [Fact]
    public void A_case_without_a_manifest_is_reported() => Assert.Equal([typeof(FakeUnion.Forgotten)], Manifests.Missing([typeof(FakeUnion), typeof(RunEvent)]));

    [Fact]
    public void An_unknown_manifest_and_an_unknown_field_are_errors_that_say_so()
    {
        Assert.Contains("run-event/dreamt/1", Assert.Throws<InvalidOperationException>(() => JournalSerializer.Read("{}"u8, "run-event/dreamt/1")).Message);
        Assert.Contains("mood", Assert.Throws<InvalidOperationException>(() => JournalSerializer.Read("""{"at":"2025-03-01T12:00:00+00:00","reason":"x","mood":"bad"}"""u8, "run-event/failed/1")).Message);
    }

    [Fact]
    public void An_epoch_in_which_nothing_was_right_can_be_read_again_and_one_without_its_number_cannot()
    {
        var dark = Samples.Epoch(1);
        dark = dark with { Evaluation = dark.Evaluation with { ZeroGazeShare = null, GazeEntropy = null, GazeDeviationPerClass = [null, null] } };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(dark, Json.Options);

        Assert.Equal(Leaves("", dark), Leaves("", JsonSerializer.Deserialize<ActorGaze.Nn.Training.EpochMetrics>(bytes, Json.Options)!));
        Assert.Contains("epoch", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ActorGaze.Nn.Training.EpochMetrics>("{}", Json.Options)).Message);
    }

    [Fact]
    public void Other_readings_of_the_gaze_are_written_where_they_were_taken_alone()
    {
        var read = Samples.Epoch(9);
        var text = JsonSerializer.Serialize(read, Json.Options);

        Assert.Contains("""readings":[{"layer":"grid7","normalise":"sum","deviation":3.3333333333333""", text, StringComparison.Ordinal);
        Assert.Equal(read, JsonSerializer.Deserialize<ActorGaze.Nn.Training.EpochMetrics>(text, Json.Options)!);
        Assert.DoesNotContain("readings", JsonSerializer.Serialize(Samples.Epoch(1), Json.Options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    [InlineData(double.Epsilon)]
    [InlineData(0.1 + 0.2)]
    [InlineData(double.MaxValue)]
    public void A_double_crosses_the_boundary_to_the_bit(double value)
    {
        var told = new CrewReport.StepTaken(CrewActivity.Training, new(0, 1), 2, value, value, null, value) { Attempt = 1 };

        var back = (CrewReport.StepTaken)JournalSerializer.Read(JsonSerializer.SerializeToUtf8Bytes(told, Json.Options), Manifests.Of(typeof(CrewReport.StepTaken)));

        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(back.ImagesPerSecond));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(back.CrossEntropy!.Value));
        Assert.Null(back.GazeLoss);
    }

    [Fact]
    public void Nothing_that_crosses_between_run_and_crew_can_hold_a_tensor_a_delegate_or_an_actor()
    {
        var reached = new HashSet<Type>();
        foreach (var union in new[] { typeof(CrewOrder), typeof(CrewReport) })
        {
            foreach (var type in union.GetNestedTypes()) Reach(type, reached);
        }

        Assert.Contains(typeof(ActorGaze.Nn.Training.EvaluationFigures), reached);
        Assert.DoesNotContain(reached, t => typeof(Delegate).IsAssignableFrom(t) || t == typeof(object) || t.Assembly.GetName().Name!.StartsWith("TorchSharp", StringComparison.Ordinal)
            || t.Assembly.GetName().Name!.StartsWith("Akka", StringComparison.Ordinal) || typeof(Stream).IsAssignableFrom(t) || t.IsPointer);
    }

    private static void Reach(Type type, HashSet<Type> reached)
    {
        if (!reached.Add(type)) return;
        foreach (var argument in type.GetGenericArguments()) Reach(argument, reached);
        if (type.IsArray) Reach(type.GetElementType()!, reached);
        if (type.Assembly.GetName().Name!.StartsWith("System", StringComparison.Ordinal)) return;
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)) Reach(field.FieldType, reached);
    }

    private static bool Written(PropertyInfo property) => property.CanWrite && property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always };

    /// <summary>Every plain value inside, with the way to it; doubles by their bits.</summary>
    private static IEnumerable<string> Leaves(string path, object? value) => value switch
    {
        null => [$"{path} = nothing"],
        double d => [$"{path} = {BitConverter.DoubleToInt64Bits(d):x16}"],
        DateTimeOffset at => [$"{path} = {at:O}"],
        string or Enum or bool or int or long or TimeSpan => [FormattableString.Invariant($"{path} = {value}")],
        RunId id => [$"{path} = {id}"],
        IEnumerable items => items.Cast<object?>().SelectMany((item, i) => Leaves($"{path}[{i}]", item)),
        _ => value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0)
            .SelectMany(p => Leaves($"{path}.{p.Name}", p.GetValue(value))),
    };
}
