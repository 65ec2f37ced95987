namespace ActorGaze.Nn.Models;

/// <summary>
/// The stages of the program's own networks, known without building one: a wrong <c>gaze.layer</c> is told when a sweep is read.
/// </summary>
public static class PaperStages
{
    /// <summary>
    /// What the side of images must be a multiple of for <see cref="StageChain.Coarse"/>, in pixels: its cells are 2×2 cells of the target
    /// layer's, each of 16×16 pixels.
    /// </summary>
    public const int CoarseSide = 32;

    /// <summary>Whether images of a side, in pixels, have the stage, where their network names it.</summary>
    public static bool IsAt(string stage, int side) => stage != StageChain.Coarse || side % CoarseSide == 0;

    /// <summary>What <see cref="GazeModel.Stages"/> of the built network says; null for a name that is none of the five.</summary>
    public static IReadOnlyList<string>? Of(string network) => network switch
    {
        "level1" => Level1.StageNames,
        "level2" => Level2.StageNames,
        "level3" => Level3.StageNames,
        "level4" => Level4.StageNames,
        "level5" => Level5.StageNames,
        _ => null,
    };
}
