using ActorGaze.Actors.Contracts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>What the bits of a training depend on besides its settings and its images.</summary>
internal sealed record BitsDto
{
    public string? LibTorch { get; init; }

    public string? Device { get; init; }

    public string? Capability { get; init; }

    public int? Threads { get; init; }

    public string? Precision { get; init; }

    public static BitsDto? Of(BitFacts? facts) => facts is null ? null : new BitsDto
    {
        LibTorch = facts.LibTorch,
        Device = facts.Device,
        Capability = facts.Capability,
        Threads = facts.Threads,
        Precision = EnumWords.Of(facts.Precision),
    };

    public BitFacts ToFacts() =>
        new(LibTorch ?? "", Device ?? "", Capability ?? "", Threads ?? 1, EnumWords.Known<Precision>(Precision) ?? Nn.Training.Precision.Float32);
}
