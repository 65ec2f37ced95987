using System.Runtime.InteropServices;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Contracts.Faults;

/// <summary>A loss or gradient that is not finite. The step that met it was not applied.</summary>
public sealed class NonFiniteLossException(string message) : Exception(message);

/// <summary>A data folder is not there, or its disk is not mounted. Nothing is wrong with the run.</summary>
/// <param name="path">What is missing: the folder, or its training or test folder.</param>
public sealed class FolderAbsentException(string message, string path, Exception? inner = null) : Exception(message, inner)
{
    public string Path => path;
}

/// <summary>Which class an exception belongs to. What is not known is final: a bug does not go away by waiting.</summary>
public static class FaultClassifier
{
    private const int NoSpaceLeft = 28; // ENOSPC
    private const int FileTooLarge = 27; // EFBIG
    private const int QuotaExceeded = 122; // EDQUOT
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static Fault Classify(Exception exception, TrainingPosition? at) => exception switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Classify(first, at),
        TypeInitializationException { InnerException: { } inner } => Classify(inner, at),
        NonFiniteLossException e => new Fault(FaultClass.OnceForgivable, e.Message, at),
        FolderAbsentException e => new Fault(FaultClass.FolderAbsent, e.Message, at),
        InvalidInputException e => new Fault(FaultClass.Final, e.Message, at),
        BrokenPartException e => new Fault(FaultClass.Final, e.Message, at).Because(e.CodeStack),
        OutOfMemoryException e => new Fault(FaultClass.Forgivable, $"out of memory: {e.Message}", at),
        ExternalException e when IsOutOfMemory(e.Message) => new Fault(FaultClass.Forgivable, $"out of memory: {FirstLine(e.Message)}", at),
        ExternalException e when IsFailedAssertion(e.Message) => new Fault(
            FaultClass.Forgivable, $"libtorch failed a check of its own: {FirstLine(e.Message)}", at),
        _ when IsFileTooLarge(exception) => new Fault(
            FaultClass.DiskFull,
            "a file may not become so large: the limit on the size of a file (ulimit -f) or of this file system is reached", at),
        IOException { HResult: NoSpaceLeft or QuotaExceeded or WindowsHandleDiskFull or WindowsDiskFull } e =>
            new Fault(FaultClass.DiskFull, e.Message, at),
        IOException e => new Fault(FaultClass.Forgivable, $"{e.GetType().Name}: {e.Message}", at),
        InvalidDataException e => new Fault(FaultClass.Forgivable, e.Message, at), // a decoded data set that is damaged is decoded again
        UnauthorizedAccessException e => new Fault(FaultClass.Forgivable, $"{e.GetType().Name}: {e.Message}", at),
        OperationCanceledException => new Fault(FaultClass.Forgivable, "interrupted", at),
        _ => new Fault(FaultClass.Final, $"{exception.GetType().Name}: {FirstLine(exception.Message)}", at).Because(exception.ToString()),
    };

    /// <summary>.NET tells of EFBIG by an argument that nobody gave, and in words alone.</summary>
    private static bool IsFileTooLarge(Exception exception) => exception is IOException { HResult: FileTooLarge }
        || (exception is ArgumentOutOfRangeException { ParamName: "value" }
            && exception.Message.StartsWith("Specified file length was too large", StringComparison.Ordinal));

    /// <summary>libtorch tells of exhausted memory in words alone.</summary>
    private static bool IsOutOfMemory(string message) =>
        message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// libtorch met a state that its authors did not foresee: these are the texts of its checks that have no message of their own. A
    /// disturbed system can be behind one, so trying again may help. A user's error, such as shapes that do not fit, has a message.
    /// </summary>
    private static bool IsFailedAssertion(string message) => message.Contains("INTERNAL ASSERT FAILED", StringComparison.Ordinal)
        || (message.StartsWith("Expected ", StringComparison.Ordinal)
            && message.Contains(" to be true, but got false.", StringComparison.Ordinal));

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}
