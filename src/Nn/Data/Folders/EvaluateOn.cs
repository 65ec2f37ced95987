namespace ActorGaze.Nn.Data.Folders;

/// <summary>Which split of a data set is evaluated on, where it has three.</summary>
public enum EvaluateOn
{
    /// <summary>The test split, as in the paper.</summary>
    Test,

    /// <summary>The validation split.</summary>
    Val,
}

/// <summary>What the parts of a data set are called: by folders, by manifests and in messages.</summary>
internal static class SplitNames
{
    public static readonly string[] Train = ["training", "train"];
    public static readonly string[] Val = ["validation", "val", "valid"];
    public static readonly string[] Test = ["testing", "test"];

    /// <summary>All of them, for a message.</summary>
    public const string Allowed = "train or training; val, valid or validation; test or testing";

    public static string[] Of(EvaluateOn evaluateOn) => evaluateOn == EvaluateOn.Val ? Val : Test;

    /// <summary>What messages call the split that is evaluated on.</summary>
    public static string Word(EvaluateOn evaluateOn) => evaluateOn == EvaluateOn.Val ? "validation" : "test";

    /// <summary>The value of the key that says it.</summary>
    public static string Key(EvaluateOn evaluateOn) => evaluateOn == EvaluateOn.Val ? "data.evaluate-on = val" : "data.evaluate-on = test";

    public static EvaluateOn Other(EvaluateOn evaluateOn) => evaluateOn == EvaluateOn.Val ? EvaluateOn.Test : EvaluateOn.Val;

    /// <summary>Says that images of the other split are not read; nothing where there are none.</summary>
    public static IEnumerable<string> Unread(int images, EvaluateOn evaluateOn) => images == 0
        ? []
        : [FormattableString.Invariant(
            $"{images} {Word(Other(evaluateOn))} {(images == 1 ? "image is" : "images are")} not read: {Key(evaluateOn)}.")];

    public static bool Is(string[] names, string name) => names.Contains(name.ToLowerInvariant());
}
