using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tui.Cli;

/// <summary>Code of an assembly that a user brings, run in this process.</summary>
internal static class ForeignCode
{
    /// <summary>Whether any part of a run, or the source of its images, is of an assembly.</summary>
    public static bool IsIn(RunSpec run) => run.Plugin is not null || run.Source?.Plugin is not null;

    /// <summary>Work with a run's network, which may be of an assembly, as may its other parts.</summary>
    /// <exception cref="BrokenPartException">The network's code throws; or another part's does, and then that one is named.</exception>
    public static T Run<T>(RunSpec run, Func<T> work)
    {
        try
        {
            return Quietly(run, work);
        }
        catch (Exception e) when (run.Network.Plugin is not null && IsOfItsCode(e))
        {
            throw new BrokenPartException(
                $"The network '{run.Network.Name}' threw {e.GetType().Name}: {e.Message.Split('\n')[0]}", e.ToString());
        }
    }

    /// <summary>Work with what may be of an assembly in a run.</summary>
    public static T Quietly<T>(RunSpec run, Func<T> work) => IsIn(run) ? Quietly(work) : work();

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

    private static bool IsOfItsCode(Exception e) => e is not (
        InvalidInputException or PreventedException or BrokenPartException or DamagedCheckpointException or UnauthorizedAccessException
        or OperationCanceledException or OutOfMemoryException);
}
