namespace ActorGaze.Actors.Settings;

/// <summary>Where a reader of HOCON stands within one pair of brackets, or in the file itself.</summary>
internal enum HoconPlace
{
    /// <summary>Before a key, or before a list's next element.</summary>
    BeforeKey,
    InKey,

    /// <summary>Behind <c>=</c>.</summary>
    BeforeValue,
    InValue,

    /// <summary>Behind a value that ended with its bracket.</summary>
    Behind,

    /// <summary>Behind the brackets around the whole file.</summary>
    End,
}

/// <summary>One pair of brackets that is open, or the file itself, and the setting that is being read there.</summary>
/// <param name="bracket">The one that opened it; null for the file.</param>
/// <param name="line">Where that was.</param>
internal sealed class HoconEntry(char? bracket, int line)
{
    public char? Bracket => bracket;

    public int Line => line;

    public bool IsList => bracket == '[';

    public HoconPlace Place { get; private set; }

    /// <summary>Where the key begins that was read last.</summary>
    public int KeyAt { get; private set; }

    /// <summary>Where the value begins that is being read.</summary>
    public int ValueAt { get; private set; }

    /// <summary>A character of a word, of quotes or of a variable.</summary>
    public void Word(int at)
    {
        if (Place is HoconPlace.BeforeKey && !IsList) (Place, KeyAt) = (HoconPlace.InKey, at);
        else if (Place is HoconPlace.BeforeValue or HoconPlace.BeforeKey) (Place, ValueAt) = (HoconPlace.InValue, at);
    }

    public void Assign() => Place = HoconPlace.BeforeValue;

    /// <summary>A bracket opened here has been closed.</summary>
    public void Close() => Place = bracket is null && Place == HoconPlace.BeforeKey ? HoconPlace.End : HoconPlace.Behind;

    /// <summary>The end of a setting or of an element.</summary>
    public void Next() => Place = Place == HoconPlace.End ? HoconPlace.End : HoconPlace.BeforeKey;
}
