using System.Globalization;
using System.Runtime.InteropServices;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Cli;

/// <summary>What the system lets this process have, as <c>ulimit</c> sets it. Null: as much as there is.</summary>
internal sealed record Limits(long? OpenFiles, long? AddressSpace, long? FileSize, long? Stack = null)
{
    // Measured: an engine holds 225 files before its first run, for .NET keeps every library open; below these numbers it falls over in
    // strange places.
    private const long FewestOfEngine = 512, Fewest = 128;
    private const long LeastSpaceOfEngine = 8_000_000_000, LeastSpace = 3_000_000_000;
    private const long SmallestFile = 64_000_000;
    private const long UsualOpenFiles = 1024, UsualStack = 8_000_000;
    private const long SmallestStack = 1_000_000; // at 128 KiB libtorch hangs in its first call; 192 KiB were enough for a small network

    /// <summary>A limit that is too low for what is asked, as a sentence; null where there is none.</summary>
    /// <param name="args">The command line's words; a folder of a verb's name counts as the verb.</param>
    public string? Objection(string[] args)
    {
        var engine = IsEngine(args);
        if (OpenFiles is { } files && files < (engine ? FewestOfEngine : Fewest))
            return TooLow(OpenFilesWords!, engine ? $"{FewestOfEngine}" : $"{Fewest}");
        if (AddressSpace is { } space && space < (engine ? LeastSpaceOfEngine : LeastSpace))
            return TooLow(AddressSpaceWords!, Numbers.Bytes(engine ? LeastSpaceOfEngine : LeastSpace));
        if (engine && Stack < SmallestStack) return TooLow(StackWords!, Numbers.Bytes(SmallestStack));
        return engine && FileSize < SmallestFile ? TooLow(FileSizeWords!, Numbers.Bytes(SmallestFile)) : null;
    }

    /// <summary>A limit that an engine can live with as long as it is not reached; null where there is none.</summary>
    public string? Warning(string[] args) => IsEngine(args) && FileSize is not null
        ? $"{FileSizeWords}. A run whose file would be larger stands still."
        : null;

    /// <summary>What may be behind a failure nobody expected; null where no limit is unusual.</summary>
    public string? Suspicion =>
        this is { OpenFiles: null or >= UsualOpenFiles, AddressSpace: null, FileSize: null, Stack: null or >= UsualStack }
        ? null
        : $"Limits may be behind it: {string.Join("; ", Words)}.";

    /// <summary>Each limit there is, in words.</summary>
    public IEnumerable<string> Words => new[] { OpenFilesWords, AddressSpaceWords, FileSizeWords, StackWords }.OfType<string>();

    private string? OpenFilesWords =>
        OpenFiles is { } files ? string.Create(CultureInfo.InvariantCulture, $"the limit on open files is {files} (ulimit -n)") : null;

    private string? AddressSpaceWords =>
        AddressSpace is { } space ? $"the limit on address space is {Numbers.Bytes(space)} (ulimit -v)" : null;

    private string? FileSizeWords => FileSize is { } size ? $"the limit on the size of a file is {Numbers.Bytes(size)} (ulimit -f)" : null;

    /// <summary>Every system limits it; only a small one is worth a word.</summary>
    private string? StackWords =>
        Stack is { } stack and < UsualStack ? $"the limit on a thread's stack is {Numbers.Bytes(stack)} (ulimit -s)" : null;

    public static Limits OfThisProcess()
    {
        if (OperatingSystem.IsWindows()) return new Limits(null, null, null);
        var mac = OperatingSystem.IsMacOS();
        return new Limits(Of(mac ? 8 : 7), Of(mac ? 5 : 9), Of(1), Of(3));
    }

    /// <summary>A write past the limit on a file's size fails with an error, rather than ending the process without a word.</summary>
    public static void OutliveFileSize()
    {
        const int SignalOfFileSize = 25, Ignore = 1; // SIGXFSZ and SIG_IGN, on Linux and on macOS
        if (!OperatingSystem.IsWindows()) Signal(SignalOfFileSize, Ignore);
    }

    /// <summary>Writes a message without the console, which cannot be had where a limit is very low.</summary>
    public static void Tell(string sentence)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes($"actorgaze: {sentence}\n");
        _ = Write(2, bytes, (nuint)bytes.Length);
    }

    /// <summary>Without LINQ: a library that is loaded here is one too many.</summary>
    private static bool IsEngine(string[] args)
    {
        var parts = false;
        foreach (var arg in args)
        {
            if (arg is "run" or "up" or "verify" or "cam" or "gaze" || (parts && arg == "check")) return true;
            parts |= arg == "parts";
        }

        return false;
    }

    private static string TooLow(string limit, string least) => $"{limit}; allowed: at least {least}.";

    private static long? Of(int resource) => GetLimit(resource, out var limit) == 0 && limit.Soft < long.MaxValue ? (long)limit.Soft : null;

    [DllImport("libc", EntryPoint = "getrlimit"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out ResourceLimit limit);

    [DllImport("libc", EntryPoint = "signal"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Signal(int signal, nint handler);

    [DllImport("libc", EntryPoint = "write"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, byte[] bytes, nuint count);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
