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
    /// <exception cref="PreventedException">It cannot be started.</exception>
    public static ChildAnswer Ask(WorkerProgram program, IEnumerable<string> arguments, TimeSpan longest)
    {
        var start = new ProcessStartInfo(program.File, [.. program.Arguments, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            using var child = Process.Start(start)!;
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
