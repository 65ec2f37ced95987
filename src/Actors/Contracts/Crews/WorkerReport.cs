using System.Collections.Immutable;
using ActorGaze.Nn.Training;
using Akka.Event;

namespace ActorGaze.Actors.Contracts.Crews;

/// <summary>What a worker process tells its engine beside its crew's reports.</summary>
public abstract record WorkerReport
{
    private WorkerReport() { }

    /// <summary>This program's version, with what tells one build from another.</summary>
    public static string ProgramVersion { get; } = $"{ControlContract.ProgramVersion} ({typeof(WorkerReport).Module.ModuleVersionId})";

    /// <summary>It has loaded libtorch, and takes an order.</summary>
    /// <param name="Version">Of its program; see <see cref="ProgramVersion"/>.</param>
    /// <param name="Devices">What the bits of a training depend on, by the name of the device; for one thread and float32.</param>
    public sealed record Up(int ProcessId, string Version, ImmutableSortedDictionary<string, BitFacts> Devices) : WorkerReport;

    /// <summary>What was counted since the report before.</summary>
    /// <param name="SaveSeconds">How long each save took.</param>
    public sealed record Counted(string Sweep, long Steps, long Images, ImmutableArray<double> SaveSeconds) : WorkerReport;

    /// <summary>A line of its log.</summary>
    /// <param name="Source">Who wrote it.</param>
    /// <param name="Cause">An exception with its stack; null where there was none.</param>
    public sealed record Logged(LogLevel Level, string Source, string Text, string? Cause) : WorkerReport;

    /// <summary>It asks for the next lease. Answered with <see cref="CrewOrder.LeaseGranted"/>, or not.</summary>
    /// <param name="Number">Counted from 1.</param>
    public sealed record LeaseWanted(int Attempt, long Number) : WorkerReport;
}
