using System.Collections.Immutable;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn.Statistics;

namespace ActorGaze.Tests.Actors.Contracts;

/// <summary>Confusion matrices as the journal and checkpoints keep them.</summary>
public sealed class ConfusionJsonTests
{
    [Fact]
    public void Few_classes_are_kept_as_plain_numbers() =>
        Assert.Equal("""{"classes":2,"counts":[3,0,1,2]}""", Written(new ConfusionMatrix(2, [3, 0, 1, 2])));

    [Theory]
    [InlineData(ConfusionJson.MostPlainClasses)]
    [InlineData(ConfusionJson.MostPlainClasses + 1)]
    [InlineData(500)]
    public void What_is_written_is_read_back(int classes)
    {
        var matrix = Diagonal(classes);

        Assert.Equal(matrix, JsonSerializer.Deserialize<ConfusionMatrix>(Written(matrix), Json.Kept));
    }

    [Fact]
    public void Two_thousand_classes_take_less_than_a_hundred_kilobytes()
    {
        var matrix = Diagonal(2_000);

        Assert.InRange(Written(matrix).Length, 1, 100_000);
        Assert.InRange(ConfusionJson.BytesOf(matrix), Written(matrix).Length, 1_000_000);
    }

    [Theory]
    [InlineData("""{"classes":2,"counts":[3,0,1]}""", "3 counts")]
    [InlineData("""{"classes":2}""", "0 counts")]
    [InlineData("""{"classes":40,"packed":"AAAA"}""", "cannot be unpacked")]
    [InlineData("""{"classes":70000,"packed":"AAAA"}""", "cannot be unpacked")]
    public void What_is_no_matrix_is_an_error_that_says_why(string json, string why) =>
        Assert.Contains(why, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ConfusionMatrix>(json, Json.Kept)).Message, StringComparison.Ordinal);

    private static string Written(ConfusionMatrix matrix) => JsonSerializer.Serialize(matrix, Json.Kept);

    /// <summary>Most right, and one wrong in a corner.</summary>
    private static ConfusionMatrix Diagonal(int classes)
    {
        var counts = new int[classes * classes];
        for (var i = 0; i < classes; i++) counts[(i * classes) + i] = 10 + (i % 7);
        counts[classes - 1] = 1_000_000;
        return new ConfusionMatrix(classes, [.. counts]);
    }
}
