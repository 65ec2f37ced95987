using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ActorGaze.Actors.Contracts.Nodes;

namespace ActorGaze.Actors.Control.Dto;

[Description("A machine that trains for this engine.")]
internal sealed record NodeDto
{
    [Required]
    public string? Name { get; init; }

    [Required, Description("Where it is reached.")]
    public string? Address { get; init; }

    [Required, Description("When it joined.")]
    public DateTimeOffset? Since { get; init; }

    [Required, Description("False: nothing is heard of it, and it gets no new runs.")]
    public bool? Heard { get; init; }

    [Required, Description("A device for each run at once, as NODE/DEVICE.")]
    public IReadOnlyList<string?>? Slots { get; init; }

    [Required, Description("The names of its data roots.")]
    public IReadOnlyList<string?>? Roots { get; init; }

    [Required, Description("Why it gets no runs of a data set, a line each.")]
    public IReadOnlyList<string?>? Lacks { get; init; }

    public static NodeDto Of(NodeFacts node) => new()
    {
        Name = node.Name,
        Address = node.Address,
        Since = node.Since,
        Heard = node.Heard,
        Slots = node.Slots,
        Roots = node.Roots,
        Lacks = node.Lacks,
    };

    public NodeFacts ToFacts() => new(
        Name ?? "", Address ?? "", Since ?? DateTimeOffset.MinValue, Heard ?? false, [.. (Slots ?? []).OfType<string>()],
        [.. (Roots ?? []).OfType<string>()],
        [.. (Lacks ?? []).OfType<string>()]);
}
