using ActorGaze.Actors.Metrics;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;

namespace ActorGaze.Actors.Hosting;

/// <summary>An engine in this process: one per state folder.</summary>
public sealed class Lab : IAsyncDisposable
{
    /// <exception cref="Nn.InvalidInputException">The state folder cannot be used.</exception>
    public static Task<Lab> StartAsync(LabSettings settings, LabServices? services = null, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task<Answer> SubmitAsync(SweepSpec sweep) => throw new NotSupportedException();

    public Task<Scoreboard> ScoreboardAsync() => throw new NotSupportedException();

    /// <summary>Until every run of the sweep has ended or stands still; telling how it goes a few times a second.</summary>
    public Task<Scoreboard> WaitAsync(string sweep, IProgress<Scoreboard>? progress = null, CancellationToken cancel = default) => throw new NotSupportedException();

    public Task<Answer> PauseAsync(RunId run, string why = "asked") => throw new NotSupportedException();

    public Task<Answer> ResumeAsync(RunId run) => throw new NotSupportedException();

    public Task<Answer> CancelAsync(RunId run, string why = "asked") => throw new NotSupportedException();

    public Task<Answer> RetryAsync(RunId run, bool fromStart = false) => throw new NotSupportedException();

    /// <summary>Saves every run and leaves.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

/// <summary>What an engine takes from its host; null members are the usual ones.</summary>
public sealed record LabServices
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Microsoft.Extensions.Logging.ILoggerFactory? Logging { get; init; }
}
