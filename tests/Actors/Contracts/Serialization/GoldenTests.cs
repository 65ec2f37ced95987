using System.Text.Json;
using System.Text.Json.Nodes;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Serialization;
using ActorGaze.Actors.Contracts.Sweeps;

namespace ActorGaze.Tests.Actors.Contracts.Serialization;

/// <summary>One line per version of an event, written once and read for ever. Lines are only added; a field that came later is missing from them.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Lines => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Actors", "Golden", "events-v1.jsonl"))];

    [Theory]
    [MemberData(nameof(Lines), DisableDiscoveryEnumeration = true)]
    public void A_line_written_by_the_first_version_is_read_for_ever(string line)
    {
        var (manifest, @event) = Read(line);
        var expected = Samples.Written.Single(sample => sample.GetType() == Manifests.Named(manifest));

        var written = JsonNode.Parse(line)!["event"]!.AsObject();
        var known = JsonSerializer.SerializeToNode(expected, expected.GetType(), Json.Options)!.AsObject();
        ForgetLater(known, written);
        Assert.Equal(known.ToJsonString(Json.Options), JsonSerializer.Serialize(@event, @event.GetType(), Json.Options));
    }

    /// <summary>Leaves out the fields that came after the line was written, inside records too.</summary>
    private static void ForgetLater(JsonObject known, JsonObject written)
    {
        foreach (var later in known.Select(field => field.Key).Except(written.Select(field => field.Key)).ToList()) known.Remove(later);
        foreach (var (key, value) in known)
            if (value is JsonObject inner && written[key] is JsonObject earlier) ForgetLater(inner, earlier);
    }

    [Fact]
    public void Every_journalled_event_has_its_line()
    {
        var journalled = Manifests.Types.Where(type => typeof(RunEvent).IsAssignableFrom(type.Value) || typeof(SweepEvent).IsAssignableFrom(type.Value)).Select(type => type.Key);

        Assert.Equal(journalled.Order(StringComparer.Ordinal), Lines.Select(line => Read(line.Data).Manifest).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_line_says_is_what_is_understood()
    {
        var events = Lines.Select(line => Read(line.Data).Event).ToList();

        var epoch = events.OfType<RunEvent.EpochCompleted>().Single();
        Assert.Equal((2, 1.0 / 3, Math.PI, 0.1 + 0.2), (epoch.Metrics.Epoch, epoch.Metrics.Evaluation.Kappa, epoch.Metrics.Training.CrossEntropy, epoch.Metrics.Training.GazeLoss!.Value));
        Assert.Equal([1f, 0f, 0f, 0.1f], epoch.Metrics.Evaluation.Gazes.Of(1));
        Assert.Equal("e0002-s00000-a1.safetensors", epoch.Checkpoint.File);
        var submitted = events.OfType<RunEvent.Submitted>().Single();
        Assert.Equal((Samples.Noon, new RunId("r1"), -100.0, 77L), (submitted.At, submitted.Spec.Id, submitted.Spec.GazeWeight, submitted.Spec.Seed));
        Assert.Equal(-0.87, events.OfType<SweepEvent.Submitted>().Single().Spec.PaperCorrelations[2]);
    }

    private static (string Manifest, object Event) Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var manifest = json.RootElement.GetProperty("manifest").GetString()!;
        return (manifest, JournalSerializer.Read(JsonSerializer.SerializeToUtf8Bytes(json.RootElement.GetProperty("event")), manifest));
    }
}
