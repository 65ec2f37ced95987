using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Control.Dto;

[Description("What the decoded images are like.")]
internal sealed record FormDto
{
    public int? Side { get; init; }

    public string? Channels { get; init; }

    public static FormDto Of(ImageForm form) => new() { Side = form.Side, Channels = EnumWords.Of((ImageChannels)form.Channels) };

    public ImageForm ToSpec() => new(Side ?? ImageForm.UsualSide, (int)(EnumWords.Known<ImageChannels>(Channels) ?? ImageChannels.Gray));
}

[Description("A source of images: its name, and the assembly that brings it.")]
internal sealed record SourceDto
{
    public string? Name { get; init; }

    [Description("Left out: the program itself has the source.")]
    public PluginDto? Plugin { get; init; }

    public static SourceDto? Of(SourceSpec? spec) => spec is null ? null : new SourceDto
    {
        Name = spec.Name,
        Plugin = spec.Plugin is { } plugin ? new PluginDto { File = plugin.File, Sha256 = plugin.Sha256 } : null,
    };

    public SourceSpec? ToSpec() => Name is null or SourceTable.Auto
        ? null
        : new SourceSpec(Name, Plugin is null ? null : new PluginRef(Plugin.File ?? "", Plugin.Sha256 ?? ""));
}

[Description("What the columns of a manifest are called.")]
internal sealed record ColumnsDto
{
    public string? Path { get; init; }

    public string? Label { get; init; }

    public string? Split { get; init; }

    public string? Group { get; init; }

    public static ColumnsDto Of(ManifestColumns columns) => new()
    {
        Path = columns.Path,
        Label = columns.Label,
        Split = columns.Split,
        Group = columns.Group,
    };

    public ManifestColumns ToSpec()
    {
        var other = ManifestColumns.Usual;
        return new ManifestColumns(Path ?? other.Path, Label ?? other.Label, Split ?? other.Split, Group ?? other.Group);
    }
}

[Description("Pixels in [0, 1] become (pixel − mean) / deviation. Each is a number, or three: for red, green and blue.")]
internal sealed record PixelsDto
{
    [JsonConverter(typeof(NumberOrThree))]
    public IReadOnlyList<double?>? Mean { get; init; }

    [JsonConverter(typeof(NumberOrThree))]
    public IReadOnlyList<double?>? Deviation { get; init; }

    public static PixelsDto Of(PixelScale scale) => new() { Mean = Of(scale.Mean), Deviation = Of(scale.Deviation) };

    public PixelScale ToSpec()
    {
        var other = new PixelScale();
        return new PixelScale(Values(Mean) ?? other.Mean, Values(Deviation) ?? other.Deviation);
    }

    private static double?[] Of(ChannelValues values) => [.. values.All.Select(value => (double?)value)];

    private static ChannelValues? Values(IReadOnlyList<double?>? numbers) => ChannelValues.From([.. (numbers ?? []).OfType<double>()]);

    /// <summary>One number stands alone. What is handed in has one or three; of what is told, anything else is none.</summary>
    private sealed class NumberOrThree : JsonConverter<IReadOnlyList<double?>>
    {
        public override IReadOnlyList<double?>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray) return [JsonSerializer.Deserialize<double>(ref reader, options)];
            var numbers = JsonSerializer.Deserialize<double?[]>(ref reader, options) ?? [];
            var strict = options.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow;
            return strict && (Values(numbers) is null || Array.Exists(numbers, number => number is null))
                ? throw new JsonException($"found {numbers.Length} numbers; allowed: a number, or an array of three")
                : numbers;
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<double?> value, JsonSerializerOptions options)
        {
            if (value is [var one]) JsonSerializer.Serialize(writer, one, options);
            else JsonSerializer.Serialize(writer, value.ToArray(), options);
        }
    }
}
