namespace ActorGaze.Nn.Parts;

/// <summary>What a part is.</summary>
public enum PartKind
{
    Network,
    Distance,
    Reference,
    CamMethod,
    Curriculum,
    LossTerm,
}

/// <summary>How the kinds are called, and where sweep files speak of them.</summary>
public static class PartKinds
{
    private static readonly string[] KeysOfCurricula = ["shape", "from", "to", "epochs"];
    private static readonly string[] KeysOfTerms = ["term", "weight", "shape", "from", "to"];

    public static IReadOnlyList<PartKind> All { get; } = [.. Enum.GetValues<PartKind>()];

    /// <summary>In a sentence: <c>CAM method</c>.</summary>
    public static string Word(this PartKind kind) => kind switch
    {
        PartKind.CamMethod => "CAM method",
        PartKind.LossTerm => "loss term",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The key that names one: <c>gaze.distance</c>.</summary>
    public static string Key(this PartKind kind) => kind switch
    {
        PartKind.Network => "network.name",
        PartKind.Distance => "gaze.distance",
        PartKind.Reference => "gaze.reference",
        PartKind.CamMethod => "gaze.method",
        PartKind.Curriculum => "curriculum.shape",
        PartKind.LossTerm => "loss.term",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    /// <summary>What the keys of its parameters begin with: <c>distance.</c></summary>
    public static string Section(this PartKind kind) => kind switch
    {
        PartKind.CamMethod => "cam.",
        PartKind.LossTerm => "loss.",
        _ => $"{kind.Word()}.",
    };

    /// <summary>Names that its parameters must not have, because the section has keys of those names.</summary>
    internal static IReadOnlyList<string> Reserved(this PartKind kind) => kind switch
    {
        PartKind.Network => ["name"],
        PartKind.Curriculum => KeysOfCurricula,
        PartKind.LossTerm => KeysOfTerms,
        _ => [],
    };
}
