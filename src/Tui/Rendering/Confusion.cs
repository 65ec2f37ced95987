using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Statistics;

namespace ActorGaze.Tui.Rendering;

/// <summary>A confusion matrix with the names of its classes, and what is read from it. Pure.</summary>
/// <param name="Names">By label, told apart.</param>
internal sealed record Confusion(ImmutableArray<string> Names, ConfusionMatrix Matrix)
{
    public static Confusion Of(ClassNames? classes, ConfusionMatrix matrix) =>
        new(LookAlikes.Shown([.. Enumerable.Range(0, matrix.Classes).Select(label => ClassNames.Of(classes, label))]), matrix);

    public IEnumerable<int> Labels => Enumerable.Range(0, Matrix.Classes);

    /// <summary>How many images the class has.</summary>
    public int Images(int truth) => Labels.Sum(predicted => Matrix[truth, predicted]);

    /// <summary>The share of a class's images that were named rightly; null where it has none.</summary>
    public double? Recall(int truth) => Images(truth) is > 0 and var images ? (double)Matrix[truth, truth] / images : null;

    /// <summary>The other class that it was most often taken for, the first of several; null where it never was.</summary>
    public (string Name, int Images)? Mistake(int truth)
    {
        var worst = Labels.Where(predicted => predicted != truth)
            .Select(predicted => (Label: predicted, Images: Matrix[truth, predicted])).DefaultIfEmpty().MaxBy(one => one.Images);
        return worst.Images > 0 ? (Names[worst.Label], worst.Images) : null;
    }

    /// <summary>For people: the class that a class was most often taken for, and how often; a dash where it never was.</summary>
    public string MistakeWords(int truth) => Mistake(truth) is { } mistake ? $"{mistake.Name} ({mistake.Images})" : Numbers.Undefined;
}
