namespace ActorGaze.Nn.Parts;

/// <summary>The program's own curricula.</summary>
internal static class Curricula
{
    public const string Constant = "constant";
    public const string Linear = "linear";
    public const string Cosine = "cosine";
    public const string Step = "step";

    /// <summary>
    /// How much of the way from From to To lies behind, in [0, 1]; where they are one point, it is passed on reaching it.
    /// </summary>
    public static double Risen(CurriculumSetup setup, double progress) =>
        progress >= setup.To ? 1 : progress <= setup.From ? 0 : (progress - setup.From) / (setup.To - setup.From);
}
