namespace ActorGaze.Tui.Terminal;

/// <summary>What it means that output cannot be written. Pure.</summary>
internal static class OutputErrors
{
    private const int TerminalGone = 5; // EIO
    private const int Closed = 9; // EBADF
    private const int ReaderGone = 32; // EPIPE

    /// <summary>A full disk may have room again; a reader that is gone does not come back.</summary>
    public static bool AreFinal(IOException failure) => failure.HResult is TerminalGone or Closed or ReaderGone;

    /// <summary>The reader has closed its end: it has seen what it wanted.</summary>
    public static bool IsReaderGone(IOException failure) => failure.HResult == ReaderGone;
}
