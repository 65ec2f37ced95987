using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Control.Dto;

[Description("What the bits of a training depend on besides its settings and its images.")]
internal sealed record BitsDto
{
    public string? LibTorch { get; init; }

    [Description("The name of the processor or of the GPU.")]
    public string? Device { get; init; }

    [Description("The instructions that libtorch uses, or the GPU's compute capability.")]
    public string? Capability { get; init; }

    public int? Threads { get; init; }

    [EnumDataType(typeof(Precision))]
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
        new(LibTorch ?? "", Device ?? "", Capability ?? "", Threads ?? 1, EnumWords.Known<Precision>(Precision)
            ?? Nn.Training.Precision.Float32);
}
