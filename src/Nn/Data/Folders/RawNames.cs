using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace ActorGaze.Nn.Data.Folders;

/// <summary>Names in a folder whose bytes are not UTF-8. .NET shows U+FFFD in their place and cannot open them.</summary>
internal static unsafe class RawNames
{
    private const int TypeAt = 18; // struct dirent of 64-bit Linux: number, offset and length of the record come before
    private const int NameAt = 19;
    private const byte FolderType = 4; // DT_DIR

    /// <summary>Each with its odd bytes as \xE9, in ordinal order; none where the system does not have such names.</summary>
    public static IReadOnlyList<FolderEntry> NotUtf8(string folder)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return [];
        var stream = OpenDir(folder);
        if (stream == 0) return [];

        try
        {
            var found = new List<FolderEntry>();
            while (ReadDir(stream) is not null and var entry)
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameAt);
                if (!Utf8.IsValid(name)) found.Add(new FolderEntry(Escaped(name), entry[TypeAt] == FolderType, NotUtf8: true));
            }

            return [.. found.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        finally
        {
            _ = CloseDir(stream); // only read from
        }
    }

    /// <summary>A name as text: what is UTF-8 as it is, every other byte as \xE9.</summary>
    public static string Escaped(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder();
        while (!name.IsEmpty)
        {
            var sound = Rune.DecodeFromUtf8(name, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (sound) text.Append(rune.ToString());
            else foreach (var odd in name[..length]) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{odd:X2}");
            name = name[length..];
        }

        return text.ToString();
    }

    [DllImport("libc", EntryPoint = "opendir"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint OpenDir([MarshalAs(UnmanagedType.LPUTF8Str)] string folder);

    [DllImport("libc", EntryPoint = "readdir"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern byte* ReadDir(nint stream);

    [DllImport("libc", EntryPoint = "closedir"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseDir(nint stream);
}
