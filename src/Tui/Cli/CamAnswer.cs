using ActorGaze.Nn.Gaze;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Cli;

/// <summary>What <c>cam</c> says.</summary>
/// <param name="Epoch">Epochs done where the checkpoint was saved.</param>
/// <param name="Step">Steps into the next one.</param>
/// <param name="Plugin">The assembly that brings the network; null where the program has it.</param>
internal sealed record CamAnswer(
    string Run, string Network, string? Plugin, string Checkpoint, int Epoch, int Step, string Method, IReadOnlyList<string> Classes,
    IReadOnlyList<CamRow> Images)
{
    /// <summary>The line before the images.</summary>
    public string Heading =>
        $"{Run}: {Network} as {Checkpoint} left it, after epoch {Epoch}{(Step > 0 ? $" and {Step} steps" : "")}";
}

/// <summary>One image of it.</summary>
/// <param name="Predicted">A class's name.</param>
/// <param name="Probability">Of the predicted class, in [0, 1].</param>
/// <param name="Class">The class of the gaze.</param>
/// <param name="Asked">Whether a class was asked for; else it is the predicted one.</param>
/// <param name="Score">Of the class of the gaze, before any softmax.</param>
/// <param name="Probabilities">By class.</param>
/// <param name="Range">The raw map's greatest value less its least.</param>
/// <param name="Picture">The PNG file.</param>
internal sealed record CamRow(
    string File, string Predicted, double Probability, string Class, bool Asked, double Score, IReadOnlyList<double> Probabilities,
    MapQuality Map, double Range,
    string Picture)
{
    /// <param name="shown">Classes by name as they are shown.</param>
    public string Line(string method, Func<string, string> shown) =>
        $"{File}: predicted {shown(Predicted)} ({Numbers.Percent(Probability)}); {Gaze(method, shown)}; {MapWords}; {Picture}";

    /// <summary>What the gaze is of.</summary>
    public string Gaze(string method, Func<string, string> shown) =>
        $"{method} of {shown(Class)} ({(Asked ? "asked for" : "the predicted class")}, score {Numbers.Short(Score)})"
        + (method == GazeMethod.EigenCam ? ", which looks at no class" : "");

    private string MapWords => Map switch
    {
        MapQuality.Zero => "the map is zero everywhere",
        MapQuality.NearFlat => $"the map is near-flat (range {Numbers.Short(Range)})",
        MapQuality.Distinct => $"range of the map {Numbers.Short(Range)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
