using System.Text;

namespace ActorGaze.Tui.Terminal;

/// <summary>What is lost where standard output cannot be written.</summary>
internal enum OutputWorth
{
    /// <summary>What the command was given for.</summary>
    Result,

    /// <summary>What is in the state folder too.</summary>
    Copy,

    /// <summary>Nothing that anybody needs.</summary>
    Notice,
}

/// <summary>
/// Standard output and standard error of this process. Each has a queue, so that one that is stuck does not silence the other.
/// </summary>
internal sealed class ProcessOutput
{
    public ProcessOutput(OutputSink output, OutputSink error, Encoding encoding, OutputPatience patience)
    {
        Error = new OutputQueue(error, encoding, patience);
        Out = new OutputQueue(output, encoding, patience)
        {
            Other = Error,
            OnFailure = failure =>
            {
                if (!OutputErrors.IsReaderGone(failure)) Error.WriteLine(
                    $"actorgaze: standard output cannot be written: {failure.Message}.");
            },
        };
        Error.Other = Out;
    }

    public static ProcessOutput OfThisProcess() => new(
        bytes => Descriptor.Write(Descriptor.StandardOutput, bytes), bytes =>
            Descriptor.Write(Descriptor.StandardError, bytes), Console.OutputEncoding, OutputPatience.Default);

    public OutputQueue Out { get; }

    public OutputQueue Error { get; }

    /// <summary>What it means that standard output is lost.</summary>
    public OutputWorth Worth { get; set; } = OutputWorth.Result;

    /// <summary>The program leaves: nobody waits for a reader from now on.</summary>
    public void StopWaiting()
    {
        Out.StopWaiting();
        Error.StopWaiting();
    }

    /// <summary>
    /// Waits until both are read, or the program is told to leave and a moment has passed. False where standard output was not read to its
    /// end.
    /// </summary>
    public bool Finish()
    {
        var all = Out.Drain() && (Out.LinesNotShown == 0 || Out.Failure is not null); // a failure was told when it happened
        if (!all) Error.WriteLine($"actorgaze: standard output was not read: {Out.LinesNotShown} lines were not shown.");
        Error.Drain();
        return all;
    }
}
