using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ActorGaze.Actors.Settings;

/// <summary>What the value of a setting can be: its type and its range, in the words of messages, help and the reference file.</summary>
internal abstract record ValueKind
{
    /// <summary>Such as <c>whole number</c>.</summary>
    public abstract string Type { get; }

    /// <summary>What a user may write, as it stands behind "allowed:" in a message.</summary>
    public abstract string Allowed { get; }

    /// <summary>What a finished spec may hold, where that is less than a user may write.</summary>
    public virtual string AllowedInSpec => Allowed;

    /// <summary>The words of a choice; empty for every other kind.</summary>
    public virtual ImmutableArray<string> Choices => [];

    /// <summary>Whether help keeps the value to itself.</summary>
    public virtual bool IsSecret => false;

    /// <summary>Whether a list is one value, and no axis of the grid.</summary>
    public virtual bool IsOneValue(Setting list) => false;
}

/// <summary>A kind whose value may be entries in braces: they are one setting, and no keys of their own.</summary>
internal interface IMapKind;

/// <summary>What a value of type <typeparamref name="V"/> can be, and how it is read and written.</summary>
internal abstract record ValueKind<V> : ValueKind
{
    /// <exception cref="Nn.InvalidInputException">The setting holds something else.</exception>
    public abstract V Read(Setting setting);

    /// <summary>The value as a setting that <see cref="Read"/> reads.</summary>
    public abstract Setting Write(string key, V value);

    /// <summary>Whether the value is in its range.</summary>
    public abstract bool Holds(V value);
}

/// <summary>One value that is no list.</summary>
internal abstract record SingleValue<V> : ValueKind<V>
{
    public override V Read(Setting setting) =>
        TryParse(setting.Text(Allowed), out var value) && Holds(value) ? value : throw setting.Wrong(Allowed);

    public override Setting Write(string key, V value) => new(key, Setting.Default, [Format(value)], false);

    /// <summary>Whatever the range: <see cref="ValueKind{V}.Holds"/> has it.</summary>
    public abstract bool TryParse(string text, [MaybeNullWhen(false)] out V value);

    public abstract string Format(V value);
}

/// <summary>A list of values, each of which stands there once.</summary>
internal sealed record ListValue<V>(SingleValue<V> Each) : ValueKind<ImmutableArray<V>>
{
    public bool MayBeEmpty { get; init; }

    public override string Type => $"list, each a {Each.Type}";

    public override string Allowed => $"a list{(MayBeEmpty ? "" : " of at least one")}, each {Each.Allowed}";

    public override ImmutableArray<V> Read(Setting setting)
    {
        if (setting.Values.IsEmpty && !MayBeEmpty) throw setting.Wrong(Allowed);
        var values = setting.Each().Select(Each.Read).ToImmutableArray();
        var twice = values.GroupBy(value => value).FirstOrDefault(same => same.Count() > 1);
        return twice is null
            ? values
            : throw setting.Wrong(FormattableString.Invariant($"each value once ({twice.Key} stands there {twice.Count()} times)"));
    }

    public override Setting Write(string key, ImmutableArray<V> value) => new(key, Setting.Default, [.. value.Select(Each.Format)], true);

    public override bool Holds(ImmutableArray<V> value) =>
        (MayBeEmpty || !value.IsEmpty) && value.All(Each.Holds) && value.Distinct().Count() == value.Length;
}

/// <summary>A value, or a word that stands for "none of my own": null.</summary>
internal sealed record ValueOrWord<V>(SingleValue<V> Inner, string Word) : SingleValue<V?>
    where V : struct
{
    public override string Type => $"{Inner.Type}, or {Word}";

    public override string Allowed => $"{Inner.Allowed}, or {Word}";

    public override string AllowedInSpec => Inner.AllowedInSpec;

    public override bool TryParse(string text, out V? value)
    {
        var parsed = Inner.TryParse(text, out var inner);
        value = parsed ? inner : null;
        return parsed || text == Word;
    }

    public override string Format(V? value) => value is { } inner ? Inner.Format(inner) : Word;

    public override bool Holds(V? value) => value is not { } inner || Inner.Holds(inner);
}
