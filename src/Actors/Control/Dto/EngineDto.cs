using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine.Census;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>A field may be missing in what another version sends, so each may be null.</summary>
[Description("Who answers on the socket.")]
internal sealed record EngineDto
{
    [Required, Description("The version of this contract that the engine keeps, such as 1.1. An engine that tells none keeps 1.0.")]
    public string? Contract { get; init; }

    [Required]
    public int? ProcessId { get; init; }

    [Required]
    public string? Version { get; init; }

    [Required]
    public DateTimeOffset? Since { get; init; }

    [Required]
    public string? StateFolder { get; init; }

    [Required, Description("Runs that go at once on this machine. 0 until the engine knows its devices, and where runs go on nodes alone.")]
    public int? Slots { get; init; }

    [Required, Description("Of this machine. None until the engine knows them: a start may look for CUDA devices for some seconds.")]
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

[Description("A command was done.")]
internal sealed record AcceptedDto
{
    [Required]
    public string? Text { get; init; }
}

[Description("Why a request was not done (RFC 9457).")]
internal sealed record ProblemDto
{
    [Required]
    public string? Title { get; init; }

    [Required]
    public int? Status { get; init; }

    [Required, Description("The reason, for a person.")]
    public string? Detail { get; init; }
}

[Description("What became of a command to one of several runs.")]
internal sealed record RunAnswerDto
{
    [Required]
    public string? Run { get; init; }

    [Required]
    public bool? Accepted { get; init; }

    [Required]
    public string? Text { get; init; }

    [EnumDataType(typeof(Refusal)), Description("Where it was refused, what kind of refusal.")]
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

[Description("A line of the log.")]
internal sealed record LogLineDto
{
    [Required]
    public DateTimeOffset? At { get; init; }

    [Required]
    public string? Level { get; init; }

    [Required]
    public string? Text { get; init; }

    public string? Sweep { get; init; }

    public string? Run { get; init; }

    [Description("An actor's path, or another source.")]
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

[Description("A living actor and those below it.")]
internal sealed record CensusDto
{
    [Required]
    public string? Path { get; init; }

    [Required]
    public string? Name { get; init; }

    [Required, Description("Messages waiting.")]
    public int? Mailbox { get; init; }

    public double? MessagesPerSecond { get; init; }

    [Required, Description("Of a run: crews after the first.")]
    public int? Restarts { get; init; }

    public string? LastReason { get; init; }

    [Required]
    public double? AgeSeconds { get; init; }

    [Required]
    public IReadOnlyList<CensusDto?>? Children { get; init; }

    public static CensusDto Of(CensusNode node) => new()
    {
        Path = node.Path,
        Name = node.Name,
        Mailbox = node.Mailbox,
        MessagesPerSecond = node.MessagesPerSecond,
        Restarts = node.Restarts,
        LastReason = node.LastReason,
        AgeSeconds = node.AgeSeconds,
        Children = [.. node.Children.Select(Of)],
    };

    public CensusNode ToNode() => new(
        Path ?? Name ?? "", Name ?? "", Mailbox ?? 0, MessagesPerSecond, Restarts ?? 0, LastReason, AgeSeconds ?? 0,
        [.. (Children ?? []).OfType<CensusDto>().Select(child => child.ToNode())]);
}
