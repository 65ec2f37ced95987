using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>Who answers. A field may be missing in what another version sends, so each may be null.</summary>
internal sealed record EngineDto
{
    public string? Contract { get; init; }

    public int? ProcessId { get; init; }

    public string? Version { get; init; }

    public DateTimeOffset? Since { get; init; }

    public string? StateFolder { get; init; }

    public int? Slots { get; init; }

    public IReadOnlyList<string?>? Devices { get; init; }

    public static EngineDto Of(EngineFacts facts) => new()
    {
        Contract = facts.Contract,
        ProcessId = facts.ProcessId,
        Version = facts.Version,
        Since = facts.Since,
        StateFolder = facts.StateFolder,
        Slots = facts.Slots,
        Devices = facts.Devices,
    };

    public EngineFacts ToFacts() => new(
        ProcessId ?? 0, Version ?? "of an unknown version", Since ?? DateTimeOffset.MinValue, StateFolder ?? "", Slots ?? 0,
        [.. (Devices ?? []).OfType<string>()])
    {
        Contract = Contract ?? ControlContract.Oldest,
    };
}

/// <summary>A command was done, or so already.</summary>
internal sealed record AcceptedDto
{
    public string? Text { get; init; }
}

/// <summary>Why a request was not done (RFC 9457).</summary>
internal sealed record ProblemDto
{
    public string? Title { get; init; }

    public int? Status { get; init; }

    /// <summary>The reason, for a person.</summary>
    public string? Detail { get; init; }
}

/// <summary>What became of a command to one of several runs.</summary>
internal sealed record RunAnswerDto
{
    public string? Run { get; init; }

    public bool? Accepted { get; init; }

    public string? Text { get; init; }

    /// <summary>Where it was refused, what kind of refusal.</summary>
    public string? Refusal { get; init; }

    public static RunAnswerDto Of(RunAnswer answer) => new()
    {
        Run = answer.Run.Value,
        Accepted = answer.Accepted,
        Text = answer.Text,
        Refusal = answer.Refusal is { } kind ? EnumWords.Of(kind) : null,
    };

    public RunAnswer ToAnswer() => new(RunId.Known(Run ?? ""), Accepted ?? false, Text ?? "")
    {
        Refusal = Accepted == true ? null : EnumWords.Known<Refusal>(Refusal) ?? Contracts.Refusal.NotPossible,
    };
}

/// <summary>One line of the log.</summary>
internal sealed record LogLineDto
{
    public DateTimeOffset? At { get; init; }

    public string? Level { get; init; }

    public string? Text { get; init; }

    public string? Sweep { get; init; }

    public string? Run { get; init; }

    public string? Source { get; init; }

    public string? Exception { get; init; }

    public static LogLineDto Of(LogLine line) => new()
    {
        At = line.At,
        Level = line.Level,
        Text = line.Text,
        Sweep = line.Sweep,
        Run = line.Run,
        Source = line.Source,
        Exception = line.Exception,
    };

    public LogLine ToLine() => new(At ?? DateTimeOffset.MinValue, Level ?? "", Text ?? "", Sweep, Run, Source, Exception);
}

/// <summary>A living actor and those below it.</summary>
internal sealed record CensusDto
{
    public string? Path { get; init; }

    public string? Name { get; init; }

    public string? Doing { get; init; }

    public int? Mailbox { get; init; }

    public double? MessagesPerSecond { get; init; }

    public int? Restarts { get; init; }

    public string? LastReason { get; init; }

    public double? AgeSeconds { get; init; }

    public IReadOnlyList<CensusDto?>? Children { get; init; }

    public static CensusDto Of(CensusNode node) => new()
    {
        Path = node.Path,
        Name = node.Name,
        Doing = node.Doing,
        Mailbox = node.Mailbox,
        MessagesPerSecond = node.MessagesPerSecond,
        Restarts = node.Restarts,
        LastReason = node.LastReason,
        AgeSeconds = node.AgeSeconds,
        Children = [.. node.Children.Select(Of)],
    };

    public CensusNode ToNode() => new(
        Path ?? Name ?? "", Name ?? "", Doing, Mailbox ?? 0, MessagesPerSecond, Restarts ?? 0, LastReason, AgeSeconds ?? 0,
        [.. (Children ?? []).OfType<CensusDto>().Select(child => child.ToNode())]);
}
