using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Reports;

/// <summary>How many images of a class there were, and how many of them were named rightly.</summary>
internal sealed record ClassCount(string Name, int Correct, int Images);

/// <summary>Counts by class, each with its class's name: the order of names is nobody's guess.</summary>
internal static class ClassCounts
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static ImmutableArray<ClassCount> Of(ClassNames? classes, EvaluationFigures figures) =>
    [
        .. Enumerable.Range(0, figures.Confusion.Classes).Select(label => new ClassCount(
            ClassNames.Of(classes, label), figures.CorrectPerClass[label],
            Enumerable.Range(0, figures.Confusion.Classes).Sum(predicted => figures.Confusion[label, predicted]))),
    ];

    /// <summary>The names as they can be told apart.</summary>
    public static ImmutableArray<string> Shown(ImmutableArray<ClassCount> counts) =>
        LookAlikes.Shown([.. counts.Select(count => count.Name)]);

    /// <summary>For people: <c>glioma: 40/50, notumor: 45/50</c>.</summary>
    public static string Words(ImmutableArray<ClassCount> counts) =>
        string.Join(", ", Shown(counts).Zip(counts, (name, count) => $"{name}: {count.Correct}/{count.Images}"));

    /// <summary>For other programs: a JSON object from names to numbers.</summary>
    public static string Object(ImmutableArray<ClassCount> counts, Func<ClassCount, int> number) =>
        JsonSerializer.Serialize(counts.ToDictionary(count => count.Name, number), Readable);
}
