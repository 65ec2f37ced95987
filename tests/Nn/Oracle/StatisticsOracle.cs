using System.Text.Json;
using ActorGaze.Nn.Statistics;

namespace ActorGaze.Tests.Nn.Oracle;

/// <summary>Answers for kappa, Pearson and ReduceLROnPlateau that another program computed.</summary>
internal static class StatisticsOracle
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Nn", "Oracle", "statistics.json"))).RootElement;

    public static IEnumerable<JsonElement> Cases(string part) => Root.GetProperty(part).EnumerateArray();

    public static double[] Numbers(this JsonElement value, string key) => [.. value.GetProperty(key).EnumerateArray().Select(v => v.GetDouble())];

    public static double Number(this JsonElement value, string key) => value.GetProperty(key).GetDouble();

    public static ConfusionMatrix Confusion(this JsonElement value)
    {
        var rows = value.GetProperty("confusion").EnumerateArray().ToArray();
        return new ConfusionMatrix(rows.Length, [.. rows.SelectMany(row => row.EnumerateArray()).Select(count => count.GetInt32())]);
    }
}
