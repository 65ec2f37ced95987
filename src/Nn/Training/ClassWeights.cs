using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Training;

/// <summary>
/// How much the samples of each class weigh in the training loss. Written <c>balanced</c>, or as numbers, such as <c>3, 1</c>.
/// </summary>
[JsonConverter(typeof(Json))]
public sealed record ClassWeights
{
    /// <summary>What a weight may be.</summary>
    public const string Allowed = "above 0 and at most 1000000";

    private const string BalancedWord = "balanced";
    private const double Most = 1e6;

    private ClassWeights(ImmutableArray<double> given) => Given = given;

    /// <summary>
    /// n / (C · n_c) for n training samples, of which n_c are of the class: each class then weighs the same in all (scikit-learn's
    /// <c>balanced</c>; King and Zeng 2001).
    /// </summary>
    public static ClassWeights Balanced { get; } = new([]);

    /// <summary>By class, in the order of the classes' names; empty: <see cref="Balanced"/>.</summary>
    public ImmutableArray<double> Given { get; }

    /// <summary>One for each class, in the order of the classes' names.</summary>
    /// <exception cref="InvalidInputException">None, or one that is not allowed.</exception>
    public static ClassWeights By(params IEnumerable<double> weights) => TryMake([.. weights])
        ?? throw new InvalidInputException($"Class weights: found '{string.Join(", ", weights)}'; allowed: numbers {Allowed}.");

    /// <summary>Null where the text is none of the two forms.</summary>
    public static ClassWeights? Parse(string text)
    {
        if (text == BalancedWord) return Balanced;
        var weights = new List<double>();
        foreach (var part in text.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)) return null;
            weights.Add(weight);
        }

        return TryMake([.. weights]);
    }

    /// <summary>The weights of so many training samples of each class.</summary>
    /// <param name="names">Of the classes, in their order.</param>
    /// <exception cref="InvalidInputException">There are not as many weights as classes.</exception>
    public ImmutableArray<double> Of(IReadOnlyList<string> names, IReadOnlyList<int> counts)
    {
        if (Given.IsEmpty) return [.. counts.Select(count => (double)counts.Sum() / (counts.Count * count))];
        return Given.Length == names.Count
            ? Given
            : throw new InvalidInputException(
                $"training.class-weights: found {Given.Length} weights ({this}); allowed: {names.Count}, one for each class in this order: "
                + $"{string.Join(", ", names)}.");
    }

    public bool Equals(ClassWeights? other) => other is not null && Given.SequenceEqual(other.Given);

    public override int GetHashCode() => Given.Aggregate(0, HashCode.Combine);

    public override string ToString() =>
        Given.IsEmpty ? BalancedWord : string.Join(", ", Given.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)));

    private static ClassWeights? TryMake(ImmutableArray<double> weights) =>
        weights.Length > 0 && weights.All(weight => weight is > 0 and <= Most) ? new ClassWeights(weights) : null;

    private sealed class Json : JsonConverter<ClassWeights>
    {
        public override ClassWeights? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) ?? throw new JsonException() : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, ClassWeights value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
