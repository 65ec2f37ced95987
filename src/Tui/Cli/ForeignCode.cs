namespace ActorGaze.Tui.Cli;

/// <summary>Code of an assembly that a user brings, run in this process.</summary>
internal static class ForeignCode
{
    /// <summary>Whatever it prints goes to standard error: standard output is for the result.</summary>
    public static T Quietly<T>(Func<T> work)
    {
        var output = Console.Out;
        Console.SetOut(Console.Error);
        try
        {
            return work();
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
