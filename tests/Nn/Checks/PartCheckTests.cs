using ActorGaze.Nn;
using ActorGaze.Nn.Checks;

namespace ActorGaze.Tests.Nn.Checks;

[Collection(nameof(NetworkCheckTests))] // each looks at the process-wide generator
public sealed class PartCheckTests
{
    public static TheoryData<PartKind, string> OfTheProgram =>
        [.. PartsRegistry.BuiltIn.Parts.Where(part => part.Kind != PartKind.Network).Select(part => (part.Kind, part.Name))];

    [Theory, MemberData(nameof(OfTheProgram))]
    public void The_program_s_own_parts_keep_the_contract_that_a_user_s_must_keep(PartKind kind, string name) => Holds(PartCheck.Run(kind, name));

    [Theory]
    [InlineData(PartKind.Distance, "huber")]
    [InlineData(PartKind.Reference, "blend")]
    [InlineData(PartKind.CamMethod, "abscam")]
    [InlineData(PartKind.Curriculum, "waves")]
    [InlineData(PartKind.LossTerm, "area")]
    public void Those_of_an_assembly_keep_it(PartKind kind, string name) => Holds(PartCheck.Run(kind, Labs.Part(Labs.Mine, kind, name)));

    [Theory]
    [InlineData(PartKind.Distance, "throws", "call: The distance 'throws' of BrokenLab.dll threw InvalidOperationException: no such measure")]
    [InlineData(PartKind.Distance, "shape", "call: The distance 'shape' of BrokenLab.dll gave Float32[4, 5, 7]; allowed: Float32[4].")]
    [InlineData(PartKind.Distance, "slopeless", "gradients: the gradient is not finite. One of the maps is zero everywhere")]
    [InlineData(PartKind.Distance, "apart", "values: equal maps are 1.0e0 apart; allowed: 0.")]
    [InlineData(PartKind.Distance, "mixes", "samples: what it gives for one sample depends on another beside it.")]
    [InlineData(PartKind.Distance, "draws", "call: it draws from libtorch's process-wide generator")]
    [InlineData(PartKind.Distance, "writes", "repetition: it changes the maps that it is given")]
    [InlineData(PartKind.Distance, "keeps", "memory: it leaves 1 tensor behind")]
    [InlineData(PartKind.CamMethod, "negative", "values: a value is negative; allowed: maps that end in a ReLU.")]
    [InlineData(PartKind.CamMethod, "cut", "gradients: there is no gradient at all")]
    [InlineData(PartKind.CamMethod, "graphed", "evaluation: The CAM method 'graphed' of BrokenLab.dll threw InvalidOperationException: there is no graph. An evaluation of a head")]
    [InlineData(PartKind.Curriculum, "poles", "course: The curriculum 'poles' of BrokenLab.dll gave ")]
    [InlineData(PartKind.LossTerm, "many", "call: The loss term 'many' of BrokenLab.dll gave Float32[4]; allowed: Float32[].")]
    [InlineData(PartKind.Reference, "mixed", "samples: what it gives for one sample depends on another beside it.")]
    public void A_broken_one_is_told_with_what_to_do(PartKind kind, string name, string message)
    {
        var refusal = Assert.Throws<BrokenPartException>(() => PartCheck.Require(kind, Labs.Part(Labs.Broken, kind, name)));

        Assert.StartsWith($"The {kind.Word()} '{name}' does not keep the contract: {message}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(name is "throws" or "graphed", refusal.CodeStack?.Contains("BrokenMeasures", StringComparison.Ordinal) == true);
    }

    private static void Holds(PartReport report) => Assert.All(report.Findings, finding => Assert.True(finding.Holds, $"{report.Part} {finding.Check}: {finding.Text}"));
}
