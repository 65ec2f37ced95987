using System.ComponentModel;
using System.Diagnostics;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Workers;

/// <summary>What a program said that was started for one answer.</summary>
/// <param name="Status">Of its exit; null where it was ended because it took too long.</param>
public sealed record ChildAnswer(int? Status, string Output, string Error);

/// <summary>Starts a program for one answer, and waits for it no longer than a while. It reads nothing.</summary>
public static class ChildProgram
{
    /// <summary>The same for a program that tells in lines how far it is, and may take long.</summary>
    /// <param name="told">Each line of its standard output.</param>
    /// <param name="longestSilence">It is ended where no line comes for so long: its status is null then.</param>
    /// <exception cref="PreventedException">It cannot be started.</exception>
    public static ChildAnswer Follow(WorkerProgram program, IEnumerable<string> arguments, Action<string> told, TimeSpan longestSilence,
        CancellationToken cancel)
    {
        try
        {
            using var child = Process.Start(Of(program, arguments))!;
            child.StandardInput.Close();
            var error = child.StandardError.ReadToEndAsync(CancellationToken.None);
            if (!Read(child.StandardOutput, told, longestSilence, cancel) || !child.WaitForExit(longestSilence))
            {
                child.Kill(entireProcessTree: true);
                child.WaitForExit();
                return new ChildAnswer(null, "", "");
            }

            return new ChildAnswer(child.ExitCode, "", error.GetAwaiter().GetResult());
        }
        catch (Win32Exception e)
        {
            throw new PreventedException($"{program.File}: cannot be started: {e.Message}", e);
        }
    }

    /// <returns>False where no line came for too long, or it was cancelled.</returns>
    private static bool Read(StreamReader output, Action<string> told, TimeSpan longestSilence, CancellationToken cancel)
    {
        while (true)
        {
            var line = output.ReadLineAsync(CancellationToken.None).AsTask();
            try
            {
                if (!line.Wait((int)longestSilence.TotalMilliseconds, cancel)) return false;
            }
            catch (OperationCanceledException)
            {
                return false;
            }

            if (line.Result is not { } text) return true;
            told(text);
        }
    }

    private static ProcessStartInfo Of(WorkerProgram program, IEnumerable<string> arguments) =>
        new(program.File, [.. program.Arguments, .. arguments])
    {
        RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
    };

    /// <exception cref="PreventedException">It cannot be started.</exception>
    public static ChildAnswer Ask(WorkerProgram program, IEnumerable<string> arguments, TimeSpan longest)
    {
        try
        {
            using var child = Process.Start(Of(program, arguments))!;
            child.StandardInput.Close();
            var (output, error) = (child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
            if (!child.WaitForExit(longest))
            {
                child.Kill(entireProcessTree: true);
                child.WaitForExit();
                return new ChildAnswer(null, "", "");
            }

            return new ChildAnswer(child.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
        catch (Win32Exception e)
        {
            throw new PreventedException($"{program.File}: cannot be started: {e.Message}", e);
        }
    }
}
