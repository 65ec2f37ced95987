using System.Diagnostics.CodeAnalysis;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Settings;

/// <summary>The address of a journal in PostgreSQL; null where it is empty. What may be a password is in no message.</summary>
internal sealed record JournalUrl : SingleValue<JournalAddress?>
{
    public override string Type => "address";

    public override string Allowed => JournalAddress.Allowed;

    public override JournalAddress? Read(Setting setting)
    {
        if (setting.IsList || setting.Values is not [var text]) throw Wrong(Allowed);
        if (text.Length == 0) return null;
        return JournalAddress.TryParse(text, out var address, out var wrong) ? address : throw Wrong(wrong ?? Allowed);

        InvalidInputException Wrong(string allowed) =>
            (setting with { Values = [.. setting.Values.Select(JournalAddress.WithoutPassword)] }).Wrong(allowed);
    }

    public override bool TryParse(string text, [MaybeNullWhen(false)] out JournalAddress? value)
    {
        value = null;
        return text.Length == 0 || JournalAddress.TryParse(text, out value, out _);
    }

    public override string Format(JournalAddress? value) => value?.ToString() ?? "";

    public override bool Holds(JournalAddress? value) => true;
}
