using ActorGaze.Actors.Contracts;

namespace ActorGaze.Actors.Settings;

/// <summary>Processors by number; null for all.</summary>
internal sealed record Processors : SingleValue<string?>
{
    private const string Every = "all";

    public override string Type => "list of processors";

    public override string Allowed => "all, or numbers and ranges such as 0-3,6";

    public override bool TryParse(string text, out string? value)
    {
        value = text == Every ? null : text;
        return true;
    }

    public override string Format(string? value) => value ?? Every;

    public override bool Holds(string? value) => value is null || CpuList.Parse(value) is not null;
}
