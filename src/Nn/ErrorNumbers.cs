namespace ActorGaze.Nn;

/// <summary>Linux's error numbers that mean something to whoever looks at files.</summary>
public static class ErrorNumbers
{
    public const int NotPermitted = 1;
    public const int NotFound = 2;
    public const int Interrupted = 4;
    public const int Denied = 13;
    public const int NotAFolder = 20;
    public const int NoSuchCall = 38;
    public const int TooManyLinks = 40;

    private static readonly int[] OfTheMachine =
    [
        11, // EAGAIN
        12, // ENOMEM
        23, // ENFILE: the system's open files
        24, // EMFILE: this process's open files
        107, // ENOTCONN: a network file system
        110, // ETIMEDOUT
        112, // EHOSTDOWN
        113, // EHOSTUNREACH
        116, // ESTALE
    ];

    /// <summary>True where the machine is at fault rather than the file, so that trying again may help.</summary>
    public static bool IsPassing(int error) => OperatingSystem.IsLinux() && OfTheMachine.Contains(error);
}
