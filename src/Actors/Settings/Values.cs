using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using ActorGaze.Actors.Contracts;

namespace ActorGaze.Actors.Settings;

/// <summary>A whole number of a type that holds it.</summary>
internal sealed record Whole<V>(V Least, V Most) : SingleValue<V>
    where V : struct, IBinaryInteger<V>
{
    public override string Type => "whole number";

    public override string Allowed => FormattableString.Invariant($"a whole number from {Least} to {Most}");

    public override bool TryParse(string text, out V value) =>
        V.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public override string Format(V value) => value.ToString(null, CultureInfo.InvariantCulture);

    public override bool Holds(V value) => value >= Least && value <= Most;
}

/// <summary>A number with a fraction.</summary>
internal sealed record Real(Interval Range) : SingleValue<double>
{
    private const double Smallest = 1e-3; // below, digits and an exponent read better than zeros

    public override string Type => "real number";

    public override string Allowed => $"a number in {Range}";

    public override bool TryParse(string text, out double value)
    {
        var parsed = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        value += 0.0; // −0 and 0 are one value
        return parsed;
    }

    public override string Format(double value) =>
        value.ToString(value != 0 && Math.Abs(value) < Smallest ? "0.################e0" : "R", CultureInfo.InvariantCulture);

    public override bool Holds(double value) => Range.Contains(value);
}

/// <summary>True or false.</summary>
internal sealed record Flag : SingleValue<bool>
{
    public override string Type => "flag";

    public override string Allowed => "true or false";

    public override ImmutableArray<string> Choices => ["true", "false"];

    public override bool TryParse(string text, out bool value) => (value = text == "true") || text == "false";

    public override string Format(bool value) => value ? "true" : "false";

    public override bool Holds(bool value) => true;
}

/// <summary>A member of an enumeration, by its word.</summary>
internal sealed record Choice<V> : SingleValue<V>
    where V : struct, Enum
{
    public override string Type => "choice";

    public override string Allowed => $"one of {string.Join(", ", Choices)}";

    public override ImmutableArray<string> Choices { get; } = [.. EnumWords.All<V>()];

    public override bool TryParse(string text, out V value)
    {
        var known = EnumWords.Known<V>(text);
        value = known ?? default;
        return known is not null;
    }

    public override string Format(V value) => EnumWords.Of(value);

    public override bool Holds(V value) => Enum.IsDefined(value);
}

/// <summary>A number with a unit: ms, s, m, h or d.</summary>
internal sealed record Duration(TimeSpan Least, TimeSpan Most) : SingleValue<TimeSpan>
{
    public override string Type => "duration";

    public override string Allowed => $"a duration from {Units.Words(Least)} to {Units.Words(Most)}, such as 500ms, 30s, 10m, 2h or 1d";

    public override bool TryParse(string text, out TimeSpan value) => Units.TryDuration(text, out value);

    public override string Format(TimeSpan value) => Units.Words(value);

    public override bool Holds(TimeSpan value) => value >= Least && value <= Most;
}

/// <summary>A number of bytes with a unit: B, kB, MB or GB.</summary>
internal sealed record Bytes(long Least, long Most) : SingleValue<long>
{
    public override string Type => "size";

    public override string Allowed => $"a size from {Units.Words(Least)} to {Units.Words(Most)}, such as 64MB";

    public override bool TryParse(string text, out long value) => Units.TryBytes(text, out value);

    public override string Format(long value) => Units.Words(value);

    public override bool Holds(long value) => value >= Least && value <= Most;
}

/// <summary>A text that is nobody else's business; null where it is empty.</summary>
internal sealed record Secret : SingleValue<string?>
{
    public override string Type => "text";

    public override string Allowed => "a text, or nothing";

    public override bool IsSecret => true;

    public override bool TryParse(string text, out string? value)
    {
        value = text.Length > 0 ? text : null;
        return true;
    }

    public override string Format(string? value) => value ?? "";

    public override bool Holds(string? value) => true;
}

/// <summary>The address of a server; null where it is empty.</summary>
internal sealed record Address(string Example) : SingleValue<Uri?>
{
    public override string Type => "address";

    public override string Allowed => $"nothing, or an address such as {Example}";

    public override bool TryParse(string text, out Uri? value) => Uri.TryCreate(text, UriKind.Absolute, out value) || text.Length == 0;

    public override string Format(Uri? value) => value?.OriginalString ?? "";

    public override bool Holds(Uri? value) => value is null || (value.Scheme is "http" or "https" && value.Host.Length > 0);
}
