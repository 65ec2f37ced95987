using System.Globalization;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;

namespace ActorGaze.Actors.Settings;

/// <summary>Channels of decoded images.</summary>
internal enum ImageChannels
{
    Gray = 1,
    Rgb = 3,
}

/// <summary>The side of decoded images, in pixels.</summary>
internal sealed record ImageSide : SingleValue<int>
{
    public override string Type => "whole number";

    public override string Allowed =>
        FormattableString.Invariant($"a multiple of {ImageForm.SideStep} from {ImageForm.LeastSide} to {ImageForm.MostSide}");

    public override bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    public override string Format(int value) => value.ToString(CultureInfo.InvariantCulture);

    public override bool Holds(int value) => ImageForm.IsSide(value);
}

/// <summary>A number for all channels, or three with spaces between them.</summary>
internal sealed record PerChannel(Real Each) : SingleValue<ChannelValues>
{
    private static readonly char[] Between = [' ', ','];

    public override string Type => "real number, or three";

    public override string Allowed => $"{Each.Allowed}; or, of images in colour, three in quotes, such as \"0.485 0.456 0.406\"";

    public override string AllowedInSpec => $"{Each.Allowed}; or, of images in colour, an array of three";

    public override bool TryParse(string text, out ChannelValues value)
    {
        var numbers = new List<double>();
        var words = text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var word in words)
            if (Each.TryParse(word, out var number)) numbers.Add(number);
        var read = numbers.Count == words.Length ? ChannelValues.From(numbers) : null;
        value = read ?? default;
        return read is not null;
    }

    public override string Format(ChannelValues value) => string.Join(' ', value.All.Select(Each.Format));

    public override bool Holds(ChannelValues value) => value.All.All(Each.Holds);
}

/// <summary>The name of a manifest's column.</summary>
internal sealed record ColumnName : SingleValue<string>
{
    private const int Longest = 200;

    public override string Type => "name";

    public override string Allowed => "the name of a column";

    public override bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }

    public override string Format(string value) => value;

    public override bool Holds(string value) => value.Length is > 0 and <= Longest && !value.Any(char.IsControl);
}
