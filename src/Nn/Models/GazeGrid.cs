namespace ActorGaze.Nn.Models;

/// <summary>The grids that gazes have, as far as names tell: without libtorch.</summary>
public static class GazeGrid
{
    /// <summary>Cells of a gaze. A stage of which the name says nothing counts as the target layer.</summary>
    /// <param name="layer">The value of <c>gaze.layer</c>.</param>
    public static int CellsAt(string layer, ImageForm form) => layer switch
    {
        StageChain.Fine => form.GazeCells * 4,
        StageChain.Coarse => form.GazeCells / 4,
        _ => form.GazeCells,
    };
}
