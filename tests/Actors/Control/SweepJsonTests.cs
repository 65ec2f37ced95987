using System.Text;
using ActorGaze.Actors.Control;
using ActorGaze.Nn;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>What is handed in is read strictly: nothing that was asked for is left out in silence, and what is wrong is named.</summary>
public sealed class SweepJsonTests
{
    [Theory]
    [InlineData("""{"name":"s","runs":[{"id":"r","learningRate":1}]}""", "runs[0].learningRate: there is no such field; allowed: id, sweep, trial, seed,")]
    [InlineData("""{"name":"s","runs":[{"id":"a"},{"id":"r","training":{"plateau":{"patients":1}}}]}""", "runs[1].training.plateau.patients: there is no such field; allowed: factor, patience, threshold.")]
    [InlineData("""{"name":"s","nmae":"t","runs":[{"id":"r"}]}""", "nmae: there is no such field; allowed: name, runs, evaluation, paperCorrelations.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","level":"two"}]}""", "runs[0].level: found \"two\"; allowed: a whole number.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","level":1.5}]}""", "runs[0].level: found 1.5; allowed: a whole number.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","gazeWeight":"much"}]}""", "runs[0].gazeWeight: found \"much\"; allowed: a number.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","training":[]}]}""", "runs[0].training: found []; allowed: an object.")]
    [InlineData("""{"name":"s","runs":{"id":"r"}}""", "runs: found {\"id\":\"r\"}; allowed: a list.")]
    [InlineData("""{"name":7,"runs":[]}""", "name: found 7; allowed: text.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","level":1,"level":2}]}""", "runs[0].level: Duplicate property 'level'")]
    [InlineData("""{"name":"s","runs":[{"id":"r","data":null}]}""", "runs[0].data: found null; leave it out for its default.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","onBadImage":"sulk"}]}""", "r: onBadImage: found 'sulk'; allowed: fail, skip.")]
    [InlineData("""{"name":"s","evaluation":"deep","runs":[{"id":"r"}]}""", "evaluation: found 'deep'; allowed: analytic, learning.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","variant":"=2+3"}]}""", "r: variant: found '=2+3';")]
    [InlineData("""{"name":"--help","runs":[{"id":"r"}]}""", "name: found '--help';")]
    [InlineData("""{"name":".hidden","runs":[{"id":"r"}]}""", "name: found '.hidden';")]
    [InlineData("""{"name":"s","runs":[{"id":"-rf"}]}""", "runs[0].id: found '-rf';")]
    [InlineData("""{"name":"s","runs":[{"id":"r"}""", "The request is no sweep: ")]
    [InlineData("""not json""", "The request is no sweep: ")]
    [InlineData("""[]""", "The request is no sweep: ")]
    [InlineData("""null""", "The request is no sweep: it needs a name and runs.")]
    public async Task What_is_wrong_is_named_with_what_was_found_and_what_is_allowed(string json, string reason)
    {
        var wrong = await Assert.ThrowsAsync<InvalidInputException>(() => SweepJson.ReadAsync(Stream(json), TestContext.Current.CancellationToken));

        Assert.StartsWith(reason, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_out_has_its_default_and_two_may_be_null()
    {
        var sweep = await SweepJson.ReadAsync(Stream("""{"name":"s","runs":[{"id":"r","phantoms":null,"curriculumEpochs":null}]}"""), TestContext.Current.CancellationToken);

        Assert.Equal(ActorGaze.Actors.Contracts.Sweeps.SweepSpec.Of("s", [new ActorGaze.Actors.Contracts.Runs.RunSpec(new ActorGaze.Actors.Contracts.Runs.RunId("r"))]), sweep);
    }

    private static MemoryStream Stream(string json) => new(Encoding.UTF8.GetBytes(json));
}
