using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;

namespace ActorGaze.Tests.Actors.Contracts.Runs;

/// <summary>Which images a run's spec asks for: what was journalled before there was a choice means what it meant.</summary>
public sealed class ImagesOfRunTests
{
    private static readonly RunSpec Run = new(new RunId("r1")) { Data = "/data/x" };

    private static readonly RunSpec Other = Run with
    {
        Data = "/data/x/list.csv", Form = new ImageForm(112, 3), EvaluateOn = EvaluateOn.Val, DropLeaked = true, Columns = new ManifestColumns("p", "l", "s", "g"),
        Pixels = new PixelScale(new ChannelValues(0.4, 0.5, 0.6), new ChannelValues(0.25)),
    };

    [Fact]
    public void A_spec_that_asks_for_what_there_always_was_is_the_same_text()
    {
        var written = JsonSerializer.Serialize(Run, Json.Options);

        foreach (var word in new[] { "form", "evaluateOn", "dropLeaked", "columns" }) Assert.DoesNotContain(word, written, StringComparison.Ordinal);
        Assert.Contains("\"pixels\":{\"mean\":0.5,\"deviation\":0.5}", written, StringComparison.Ordinal);
        Assert.Equal("{\"data\":\"/data/x\",\"onBadImage\":\"fail\"}", JsonSerializer.Serialize(RunImages.Of(Run), Json.Options));
    }

    [Fact]
    public void Everything_else_is_written_and_read_back_and_travels()
    {
        var written = JsonSerializer.Serialize(Other, Json.Options);

        Assert.Contains("\"form\":{\"side\":112,\"channels\":3},\"evaluateOn\":\"val\",\"dropLeaked\":true,\"columns\":{\"path\":\"p\"", written, StringComparison.Ordinal);
        Assert.Contains("\"pixels\":{\"mean\":[0.4,0.5,0.6],\"deviation\":0.25}", written, StringComparison.Ordinal);
        Assert.Equal(Other, JsonSerializer.Deserialize<RunSpec>(written, Json.Options));
        Assert.Equal(Other, JsonSerializer.Deserialize<RunSpecDto>(JsonSerializer.Serialize(RunSpecDto.Of(Other), DtoJson.Forgiving), DtoJson.Forgiving)!.ToSpec());
        var asked = RunImages.Of(Other with { EvaluateOn = EvaluateOn.Test, Validation = 0.25 });
        Assert.Equal(asked, JsonSerializer.Deserialize<OpenImages>(JsonSerializer.Serialize(asked, Json.Options), Json.Options));
        Assert.Equal((true, 0.25), (asked.DropLeaked, asked.HeldBack));
    }

    [Fact]
    public void What_decides_the_bits_is_in_the_hash_and_the_names_of_columns_are_not()
    {
        RunSpec[] others =
        [
            Run with { Form = new ImageForm(112) }, Run with { Form = new ImageForm(224, 3) }, Run with { EvaluateOn = EvaluateOn.Val }, Run with { DropLeaked = true },
            Run with { Pixels = Other.Pixels },
        ];

        Assert.Equal(others.Length + 1, others.Append(Run).Select(run => run.BitsHash()).Distinct().Count());
        Assert.Equal(Run.BitsHash(), (Run with { Data = "/data/list.csv", Columns = Other.Columns }).BitsHash());
        Assert.Null(Extension.Difference(Run, Run with { Data = "/data/list.csv", Columns = Other.Columns }));
        Assert.StartsWith("dropLeaked: nothing before, true now.", Extension.Difference(Run, Run with { DropLeaked = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_of_a_data_set_with_images_left_out_are_read_back()
    {
        var facts = Samples.Images with { EvaluateOn = EvaluateOn.Val, Pictures = new string('9', 64), Classes = [new ClassImages("a", 5, 4) { Dropped = 3 }] };

        Assert.Equal(facts, JsonSerializer.Deserialize<ImagesFacts>(JsonSerializer.Serialize(facts, Json.Options), Json.Options));
        Assert.Equal(facts, ImagesDto.Of(facts)!.ToFacts());
        Assert.Equal(
            "the same pictures, but under other paths, in another order or in other groups",
            ImagesWords.Difference(facts, facts with { Content = "other", Files = "other" }));
    }
}
