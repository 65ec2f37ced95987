using System.Runtime.InteropServices;

namespace ActorGaze.Nn.Training;

/// <summary>
/// Room for signals of a thread that computes in bfloat16. On a processor with AMX the system then saves 11 KB of registers for each
/// signal, and the 12 KB that .NET sets aside are too few: the first <see cref="NullReferenceException"/> on such a thread would end the
/// process with SIGSEGV, whoever catches it.
/// </summary>
/// <remarks>Linux on x64 alone. Source: sigaltstack(2), and "Using XSTATE features in user space applications" of the kernel.</remarks>
internal sealed partial class SignalStack
{
    /// <summary>Bytes of it, and one page that nothing may touch.</summary>
    public const int Bytes = 16 * Page;

    private const int Page = 4096;
    private const int None = 0; // PROT_NONE
    private const int ReadAndWrite = 3; // PROT_READ | PROT_WRITE
    private const int OwnMemory = 0x20022; // MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK

    [ThreadStatic]
    private static SignalStack? _ofThisThread;

    private readonly nint _memory;

    private SignalStack(nint memory) => _memory = memory;

    ~SignalStack() => _ = Unmap(_memory, Bytes); // its thread has ended: .NET gives back only what it made itself

    /// <summary>Bytes that the calling thread has for signals; 0 where it has none of its own. For tests.</summary>
    public static long OfThisThread => IsKnown && Ask(0, out var present) == 0 ? (long)present.Bytes : 0;

    private static bool IsKnown => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Gives the calling thread enough, once; safe to call at every step.</summary>
    /// <exception cref="IOException">The system has no memory for it.</exception>
    public static void Enlarge()
    {
        if (_ofThisThread is not null || !IsKnown) return;
        var memory = Map(0, Bytes, ReadAndWrite, OwnMemory, -1, 0);
        if (memory == -1 || Protect(memory, Page, None) != 0) throw Refused();

        var wanted = new Stack { Start = memory, Bytes = Bytes };
        if (Set(in wanted, out var former) != 0) throw Refused();
        _ofThisThread = new SignalStack(memory);
        if (former.Bytes > 0) _ = Unmap(former.Start, former.Bytes); // .NET's, which it does not look for any more
    }

    private static IOException Refused() => new($"No memory for the signals of a thread: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "sigaltstack", SetLastError = true)]
    private static partial int Set(in Stack wanted, out Stack former);

    [LibraryImport("libc", EntryPoint = "sigaltstack", SetLastError = true)]
    private static partial int Ask(nint nothing, out Stack present);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint at, nuint bytes, int access, int kind, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint at, nuint bytes, int access);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint at, nuint bytes);

    /// <summary>stack_t of Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Stack
    {
        public nint Start;
        public int Flags;
        public nuint Bytes;
    }
}
