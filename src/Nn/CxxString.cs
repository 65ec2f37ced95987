using System.Runtime.InteropServices;

namespace ActorGaze.Nn;

/// <summary>
/// A std::string that a function of libtorch returned, as libstdc++ lays it out on 64 bits: pointer, length, and room for fewer than 16
/// characters.
/// </summary>
internal static partial class CxxString
{
    /// <summary>Bytes of one.</summary>
    public const int Bytes = 32;

    private const int InPlace = 16;

    /// <summary>Its text. Memory of its own is given back.</summary>
    public static string Take(ReadOnlySpan<byte> text)
    {
        var (pointer, length) = ((nint)BitConverter.ToInt64(text), (int)BitConverter.ToInt64(text[8..]));
        if (length < InPlace) return System.Text.Encoding.UTF8.GetString(text.Slice(InPlace, length));

        var words = Marshal.PtrToStringUTF8(pointer, length);
        Free(pointer);
        return words;
    }

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint memory);
}
