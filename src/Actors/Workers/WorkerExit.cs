using System.Globalization;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Workers;

/// <summary>How a worker process ended.</summary>
/// <param name="Status">Of its exit; 128 and the signal's number where a signal ended it.</param>
/// <param name="LastWords">What it wrote to standard error at the last; may be empty.</param>
internal sealed record WorkerExit(int ProcessId, int Status, string LastWords)
{
    private const int FirstSignal = 128;
    private const int MostSignals = 64;
    private const int Abort = 6;
    private const int BusOfLinux = 7;
    private const int BusOfMac = 10;
    private const string Bus = "was ended by SIGBUS: a file that it had mapped was cut short, or its disk failed";
    private const int Kill = 9;
    private const int Segment = 11;

    /// <summary>Its engine killed it, because it could not be understood.</summary>
    public bool EndedByEngine { get; init; }

    /// <summary>The fault of a crew whose worker ended before the crew did: a lost process says nothing of the run.</summary>
    public Fault Fault(TrainingPosition? at) => new(FaultClass.Forgivable, Reason, at);

    public string Reason => LastWords.Length == 0 ? $"{How}." : ReasonText.Of($"{How}:", LastWords.Split('\n'));

    private string How => string.Create(CultureInfo.InvariantCulture, $"the worker (process {ProcessId}) {Words}");

    private string Words => EndedByEngine
        ? "was ended by its engine, which could not read what it told"
        : (OperatingSystem.IsWindows() ? 0 : Status - FirstSignal) switch
    {
        Abort => "ended itself (SIGABRT): a library found a state that it cannot go on from",
        BusOfLinux when OperatingSystem.IsLinux() => Bus,
        BusOfMac when OperatingSystem.IsMacOS() => Bus,
        Kill => "was killed (SIGKILL): someone did that, or the system, which had no more memory",
        Segment => "was ended by SIGSEGV: a library touched memory that is not its own",
        > 0 and <= MostSignals and var signal => $"was ended by signal {signal}",
        _ => $"ended by itself with status {Status}",
    };
}
