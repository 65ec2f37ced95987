using System.Diagnostics.CodeAnalysis;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Settings;

/// <summary>A part by its name, whether or not somebody has registered it: what is known of it is asked when all keys are read.</summary>
internal sealed record PartName(PartKind Kind) : SingleValue<PartSpec>
{
    public override string Type => "name";

    public override string Allowed => $"the name of a {Kind.Word()}: "
        + $"{string.Join(", ", PartsRegistry.BuiltIn.Of(Kind).Select(part => part.Name))}, or one that sweep.plugins brings";

    public override string AllowedInSpec => $"the name of a {Kind.Word()}";

    public override bool TryParse(string text, [MaybeNullWhen(false)] out PartSpec value)
    {
        value = new PartSpec(text);
        return true;
    }

    public override string Format(PartSpec value) => value.Name;

    public override bool Holds(PartSpec value) => PartsBuilder.IsName(Kind, value.Name);
}

/// <summary>A part by its name, or <c>none</c>: null.</summary>
internal sealed record PartNameOrNone(PartKind Kind) : SingleValue<PartSpec?>
{
    private const string None = "none";

    public override string Type => "name";

    public override string Allowed => $"{None}, or the name of a {Kind.Word()} that sweep.plugins brings";

    public override string AllowedInSpec => $"the name of a {Kind.Word()}";

    public override bool TryParse(string text, out PartSpec? value)
    {
        value = text == None ? null : new PartSpec(text);
        return true;
    }

    public override string Format(PartSpec? value) => value?.Name ?? None;

    public override bool Holds(PartSpec? value) => value is null || PartsBuilder.IsName(Kind, value.Name);
}
