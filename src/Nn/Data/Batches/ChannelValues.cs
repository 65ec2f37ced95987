using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Data.Batches;

/// <summary>
/// A number for every channel of an image: the same for all, or red, green and blue apart. As JSON a number, or an array of three.
/// </summary>
[JsonConverter(typeof(ChannelValuesJson))]
public readonly record struct ChannelValues
{
    private const int Colours = 3;
    private readonly double _second;
    private readonly double _third;

    /// <summary>The same for all channels.</summary>
    public ChannelValues(double all) => (First, _second, _third) = (all, all, all);

    /// <summary>For each channel its own. Three that are equal are one for all.</summary>
    public ChannelValues(double red, double green, double blue)
    {
        (First, _second, _third) = (red, green, blue);
        IsPerChannel = red != green || green != blue;
    }

    /// <summary>Of the first channel, or of all.</summary>
    public double First { get; }

    /// <summary>Whether the channels have numbers of their own: images in colour alone have so many.</summary>
    public bool IsPerChannel { get; }

    /// <summary>One number, or three.</summary>
    public ImmutableArray<double> All => IsPerChannel ? [First, _second, _third] : [First];

    /// <param name="channel">From 0 to 2.</param>
    public double Of(int channel) => channel switch { 0 => First, 1 => _second, _ => _third };

    /// <returns>Null where there are neither one nor three.</returns>
    public static ChannelValues? From(IReadOnlyList<double> values) => values.Count switch
    {
        1 => new ChannelValues(values[0]),
        Colours => new ChannelValues(values[0], values[1], values[2]),
        _ => null,
    };

    public static implicit operator ChannelValues(double all) => new(all);

    public static ChannelValues FromDouble(double all) => new(all);

    public override string ToString() => string.Join(' ', All.Select(value => FormattableString.Invariant($"{value}")));

    private sealed class ChannelValuesJson : JsonConverter<ChannelValues>
    {
        public override ChannelValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number) return new ChannelValues(reader.GetDouble());
            var values = JsonSerializer.Deserialize<double[]>(ref reader, options) ?? [];
            return From(values) ?? throw new JsonException(
                $"found {values.Length} numbers; allowed: one, or one for each of {Colours} channels");
        }

        public override void Write(Utf8JsonWriter writer, ChannelValues value, JsonSerializerOptions options)
        {
            if (!value.IsPerChannel)
            {
                writer.WriteNumberValue(value.First);
                return;
            }

            writer.WriteStartArray();
            foreach (var one in value.All) writer.WriteNumberValue(one);
            writer.WriteEndArray();
        }
    }
}
