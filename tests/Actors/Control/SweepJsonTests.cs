using System.Text;
using System.Text.Json;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>What is handed in is read strictly: nothing that was asked for is left out in silence, and what is wrong is named.</summary>
public sealed class SweepJsonTests
{
    [Theory]
    [InlineData("""{"name":"s","runs":[{"id":"r","learningRate":1}]}""", "runs[0].learningRate: there is no such field; allowed: id, sweep, trial, seed,")]
    [InlineData("""{"name":"s","runs":[{"id":"a"},{"id":"r","training":{"plateau":{"patients":1}}}]}""", "runs[1].training.plateau.patients: there is no such field; allowed: factor, patience, threshold.")]
    [InlineData("""{"name":"s","nmae":"t","runs":[{"id":"r"}]}""", "nmae: there is no such field; allowed: name, runs, evaluation, paperCorrelations.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","trial":"two"}]}""", "runs[0].trial: found \"two\"; allowed: a whole number.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","trial":1.5}]}""", "runs[0].trial: found 1.5; allowed: a whole number.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","gazeWeight":"much"}]}""", "runs[0].gazeWeight: found \"much\"; allowed: a number.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","training":[]}]}""", "runs[0].training: found []; allowed: an object.")]
    [InlineData("""{"name":"s","runs":{"id":"r"}}""", "runs: found {\"id\":\"r\"}; allowed: a list.")]
    [InlineData("""{"name":7,"runs":[]}""", "name: found 7; allowed: text.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","trial":1,"trial":2}]}""", "runs[0].trial: Duplicate property 'trial'")]
    [InlineData("""{"name":"s","runs":[{"id":"r","data":null}]}""", "runs[0].data: found null; leave it out for its default.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","onBadImage":"sulk"}]}""", "runs[0].onBadImage: found 'sulk'; allowed: one of fail, skip.")]
    [InlineData("""{"name":"s","evaluation":"deep","runs":[{"id":"r"}]}""", "evaluation: found 'deep'; allowed: one of analytic, learning.")]
    [InlineData("""{"name":"s","runs":[{"id":"r"},{"id":"q","training":{"batchSize":0}}]}""", "runs[1].training.batchSize: found '0'; allowed: a whole number from 1 to 65536.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","training":{"learningRate":0}}]}""", "runs[0].training.learningRate: found '0'; allowed: a number in (0, 10].")]
    [InlineData("""{"name":"s","runs":[{"id":"r","training":{"learningRate":"NaN"}}]}""", "runs[0].training.learningRate: found 'NaN'; allowed: a number in (0, 10].")]
    [InlineData("""{"name":"s","runs":[{"id":"r","training":{"precision":"double"}}]}""", "runs[0].training.precision: found 'double'; allowed: one of float32, bfloat16, tf32.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","training":{"classWeights":"heavy"}}]}""", "runs[0].training.classWeights: found 'heavy'; allowed: none, balanced,")]
    [InlineData("""{"name":"s","runs":[{"id":"r","training":{"optimiser":"lion"}}]}""", "runs[0].training.optimiser: found 'lion'; allowed: one of adam, adamw, sgd.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","gaze":{"distance":"l3"}}]}""", "runs[0].gaze.distance: found 'l3', and there is no such distance; known: cosine, emd, js, l1, l2, ssim.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","loss":{"term":"area"}}]}""", "runs[0].loss.term: found 'area', and there is no loss term at all.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","parts":[{"kind":"sample"}]}]}""", "runs[0].parts[0].kind: found 'sample'; allowed: one of network, distance, reference, cam-method, curriculum, loss-term.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","depth":"10"}]}""", "runs[0].depth: found '10'; allowed: one of auto, 8, 12, 16.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","level":2}]}""", "runs[0].level: there is no such field; allowed: id, sweep, trial, seed, network,")]
    [InlineData("""{"name":"s","runs":[{"id":"r","network":{"name":"level6"}}]}""", "runs[0].network.name: found 'level6', and there is no such network; known: level1, level2,")]
    [InlineData("""{"name":"s","runs":[{"id":"r","network":{"name":"level 1"}}]}""", "runs[0].network.name: found 'level 1'; allowed: the name of a network:")]
    [InlineData("""{"name":"s","runs":[{"id":"r","network":{"name":"level1","parameters":{"width":"8"}}}]}""", "runs[0].network.parameters.width: the network 'level1' has no parameter.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","form":{"side":225}}]}""", "runs[0].form.side: found '225'; allowed: a multiple of 16 from 32 to 1024.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","form":{"channels":"red"}}]}""", "runs[0].form.channels: found 'red'; allowed: one of gray, rgb.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","pixels":{"mean":[0.1,0.2,0.3]}}]}""", "runs[0].pixels.mean: found '0.1 0.2 0.3'; allowed: one number where data.channels = gray.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","form":{"channels":"rgb"},"pixels":{"mean":[0.1,0.2,1.3]}}]}""", "runs[0].pixels.mean: found '0.1 0.2 1.3'; allowed: a number in [0, 1]; or, of images in colour, an array of three.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","evaluateOn":"dev"}]}""", "runs[0].evaluateOn: found 'dev'; allowed: one of test, val.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","trial":0}]}""", "runs[0].trial: found '0'; allowed: a whole number from 1 to 10000.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","gazeWeight":1e10}]}""", "runs[0].gazeWeight: found '10000000000'; allowed: a number in [-1000000000, 1000000000].")]
    [InlineData("""{"name":"s","runs":[{"id":"r","data":"here"}]}""", "runs[0].data: found 'here'; allowed: an absolute path, or phantoms-localised, or phantoms-diffuse.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","phantoms":{"kind":"round"}}]}""", "runs[0].phantoms.kind: found 'round'; allowed: one of localised, diffuse.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","phantoms":{"trainPerClass":0}}]}""", "runs[0].phantoms.trainPerClass: found '0'; allowed: a whole number from 1 to 100000.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","curriculum":{"from":0.5}}]}""", "runs[0].curriculum.from: found '0.5'; allowed: at most curriculum.to, which is 0.2.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","gaze":{"layer":"grid9"}}]}""", "runs[0].gaze.layer: found 'grid9'; allowed: for level2: target, block1, block2, block3, block4, grid28, grid7.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","form":{"side":48},"gaze":{"layer":"grid7"}}]}""", "runs[0].gaze.layer: found 'grid7'; allowed: grid7 only where data.side is a multiple of 32, and it is 48.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","gazeWeight":1,"gaze":{"method":"eigencam"}}]}""", "runs[0].gaze.method: found 'eigencam', which is not differentiable; allowed: such a method only where λ₀ is 0.")]
    [InlineData("""{"name":"s","runs":[{"id":"r","loss":{"term":"area","shape":"linaer"},"parts":[{"kind":"loss-term","plugin":{"file":"/a.dll","sha256":"aa"}}]}]}""", "runs[0].loss.shape: found 'linaer', and there is no such curriculum;")]
    [InlineData("""{"name":"s","runs":[{"id":"r","curriculumEpochs":0}]}""", "runs[0].curriculumEpochs: found '0'; allowed: a whole number from 1 to 100000.")]
    [InlineData("""{"name":"s","paperCorrelations":{"2":1.5},"runs":[{"id":"r"}]}""", "paperCorrelations.2: found '1.5'; allowed: a number in [-1, 1].")]
    [InlineData("""{"name":"s","paperCorrelations":{"6":0.5},"runs":[{"id":"r"}]}""", "paperCorrelations: found '6'; allowed: levels, each a whole number from 1 to 5.")]
    [InlineData("""{"name":"s","runs":[]}""", "runs: found '0'; allowed: 1 to 10000 of them.")]
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
        var wrong = await Assert.ThrowsAsync<InvalidInputException>(() => SweepJson.ReadAsync(Stream(json), Deadline.Token));

        Assert.StartsWith(reason, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_out_has_its_default_and_two_may_be_null()
    {
        var sweep = await SweepJson.ReadAsync(Stream("""{"name":"s","runs":[{"id":"r","phantoms":null,"curriculumEpochs":null}]}"""), Deadline.Token);

        Assert.Equal(ActorGaze.Actors.Contracts.Sweeps.SweepSpec.Of("s", [new ActorGaze.Actors.Contracts.Runs.RunSpec(new ActorGaze.Actors.Contracts.Runs.RunId("r"))]), sweep);
    }

    [Fact]
    public async Task Parts_of_an_assembly_travel_with_all_that_their_names_do_not_say()
    {
        var sweep = ActorGaze.Actors.Contracts.Sweeps.SweepSpec.Of("s", [Samples.Brought]);

        var read = await SweepJson.ReadAsync(Stream(JsonSerializer.Serialize(SweepDto.Of(sweep), DtoJson.Forgiving)), Deadline.Token);

        Assert.Equal(sweep, read);
    }

    [Fact]
    public void Every_field_of_a_run_but_its_names_has_a_key_and_every_key_a_field()
    {
        IEnumerable<string> Fields(Type type, string at) => type.GetProperties().Where(field => field.CanWrite).SelectMany(field =>
        {
            var path = at + JsonNamingPolicy.CamelCase.ConvertName(field.Name);
            return field.PropertyType.Namespace == typeof(RunSpecDto).Namespace ? Fields(field.PropertyType, path + ".") : [path];
        });

        var keys = SweepKeys.OfEachRun.Concat(RunKeys.All).Select(key => key.Json);

        Assert.Equal(Fields(typeof(RunSpecDto), "").Except(["id", "sweep", "variant", .. OfTheParts]).Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    /// <summary>The parts themselves judge them.</summary>
    private static readonly string[] OfTheParts =
        ["network.parameters", "network.plugin.file", "network.plugin.sha256", "source.plugin.file", "source.plugin.sha256", "parts"];

    private static MemoryStream Stream(string json) => new(Encoding.UTF8.GetBytes(json));
}
