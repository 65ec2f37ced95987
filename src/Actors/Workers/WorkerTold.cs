using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Telemetry;
using ActorGaze.Nn.Training;
using Akka.Event;

namespace ActorGaze.Actors.Workers;

/// <summary>What a worker counted and logged goes into the engine's one meter and its one log.</summary>
internal static class WorkerTold
{
    public static void Count(WorkerReport.Counted counted)
    {
        Instruments.Steps(counted.Sweep, counted.Steps, counted.Images);
        foreach (var seconds in counted.SaveSeconds) Instruments.Save(counted.Sweep, TimeSpan.FromSeconds(seconds));
    }

    public static void Log(ILoggingAdapter log, WorkerReport.Logged line)
    {
        var text = line.Cause is null ? line.Text : $"{line.Text}\n{line.Cause}";
        log.Log(line.Level, null, "{Source}: {Text}", line.Source, text);
    }
}
