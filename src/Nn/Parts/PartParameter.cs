using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Parts;

/// <summary>
/// A setting of a part that somebody brings. A sweep file writes it as <c>network.NAME = VALUE</c>, or with a list as an axis of the grid.
/// </summary>
/// <param name="Name">Small letters, digits and '-', beginning with a letter. Not <c>name</c>.</param>
/// <param name="Reason">Sentences: what it does.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(IntParameter), "int")]
[JsonDerivedType(typeof(DoubleParameter), "double")]
[JsonDerivedType(typeof(BoolParameter), "bool")]
[JsonDerivedType(typeof(ChoiceParameter), "choice")]
public abstract record PartParameter(string Name, string Reason)
{
    /// <summary>The default, as a sweep file writes it.</summary>
    [JsonIgnore]
    public abstract string DefaultText { get; }

    /// <summary>What is allowed, in words.</summary>
    [JsonIgnore]
    public abstract string Allowed { get; }

    /// <summary>A whole number.</summary>
    public static IntParameter Int(string name, int @default, int least, int most, string reason) =>
        new(name, @default, least, most, reason);

    /// <summary>A number with a fraction; both ends of the range are allowed.</summary>
    public static DoubleParameter Double(string name, double @default, double least, double most, string reason) =>
        new(name, @default, least, most, reason);

    /// <summary>True or false.</summary>
    public static BoolParameter Bool(string name, bool @default, string reason) => new(name, @default, reason);

    /// <summary>One of several words.</summary>
    public static ChoiceParameter Choice(string name, string @default, IEnumerable<string> choices, string reason) =>
        new(name, @default, [.. choices], reason);

    /// <summary>
    /// The value as it is written down: one text for each value, so that texts can be compared. Null where it is not allowed.
    /// </summary>
    public abstract string? Canonical(string text);
}

/// <summary>A parameter whose values are a <typeparamref name="T"/>.</summary>
public abstract record PartParameter<T>(string Name, string Reason) : PartParameter(Name, Reason)
{
    /// <summary>For a text that <see cref="PartParameter.Canonical"/> has made.</summary>
    internal abstract T Parse(string canonical);
}

/// <summary>A whole number from <paramref name="Least"/> to <paramref name="Most"/>.</summary>
public sealed record IntParameter(string Name, int Default, int Least, int Most, string Reason) : PartParameter<int>(Name, Reason)
{
    public override string DefaultText => Text(Default);

    public override string Allowed => FormattableString.Invariant($"a whole number from {Least} to {Most}");

    public override string? Canonical(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= Least && value <= Most
            ? Text(value)
            : null;

    internal override int Parse(string canonical) => int.Parse(canonical, CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A number from <paramref name="Least"/> to <paramref name="Most"/>.</summary>
public sealed record DoubleParameter(string Name, double Default, double Least, double Most, string Reason) : PartParameter<double>(Name,
    Reason)
{
    public override string DefaultText => Text(Default);

    public override string Allowed => FormattableString.Invariant($"a number from {Least} to {Most}");

    public override string? Canonical(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= Least && value <= Most
            ? Text(value)
            : null;

    internal override double Parse(string canonical) => double.Parse(canonical, CultureInfo.InvariantCulture);

    private static string Text(double value) => (value + 0.0).ToString("R", CultureInfo.InvariantCulture); // −0 and 0 are one value
}

/// <summary>True or false.</summary>
public sealed record BoolParameter(string Name, bool Default, string Reason) : PartParameter<bool>(Name, Reason)
{
    public override string DefaultText => Default ? "true" : "false";

    public override string Allowed => "true or false";

    public override string? Canonical(string text) => text is "true" or "false" ? text : null;

    internal override bool Parse(string canonical) => canonical == "true";
}

/// <summary>One of <paramref name="Choices"/>.</summary>
public sealed record ChoiceParameter(string Name, string Default, ImmutableArray<string> Choices,
    string Reason) : PartParameter<string>(Name, Reason)
{
    public override string DefaultText => Default;

    public override string Allowed => $"one of {string.Join(", ", Choices)}";

    public override string? Canonical(string text) => Choices.Contains(text) ? text : null;

    public bool Equals(ChoiceParameter? other) =>
        base.Equals(other) && Default == other.Default && Choices.SequenceEqual(other.Choices);

    public override int GetHashCode() => HashCode.Combine(Name, Default, Choices.Length);

    internal override string Parse(string canonical) => canonical;
}
