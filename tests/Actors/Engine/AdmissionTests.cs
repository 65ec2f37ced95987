using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Phantoms;

namespace ActorGaze.Tests.Actors.Engine;

public sealed class AdmissionTests : IDisposable
{
    private static readonly SweepSpec A = Sweep("a", "r1", "r2");
    private static readonly SweepSpec B = Sweep("b", "r3");

    private readonly string _folder = Directory.CreateTempSubdirectory("admission-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_belongs_to_the_first_sweep_that_the_journal_has_with_it()
    {
        Assert.Null(Admission.OtherOwner(A, Admission.Owners([])));
        Assert.Null(Admission.OtherOwner(A, Admission.Owners([A, B])));
        Assert.Null(Admission.OtherOwner(Sweep("a", "r1", "r2", "r4"), Admission.Owners([A, B])));
        Assert.StartsWith("The run r2 of c belongs to the sweep a,", Admission.OtherOwner(Sweep("c", "r9", "r2"), Admission.Owners([A, B])), StringComparison.Ordinal);
        Assert.StartsWith("The run r3 of a belongs to the sweep b,", Admission.OtherOwner(Sweep("a", "r1", "r2", "r3"), Admission.Owners([A, B])), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_an_older_version_took_a_run_twice_the_first_sweep_keeps_it()
    {
        SweepSpec[] both = [A, Sweep("late", "r2", "r5")];

        Assert.Null(Admission.OtherOwner(both[0], Admission.Owners(both)));
        Assert.StartsWith("The run r2 of late belongs to the sweep a,", Admission.OtherOwner(both[1], Admission.Owners(both)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Data_that_are_not_there_are_refused_unless_the_journal_knows_the_sweep_with_them(bool empty)
    {
        var data = Path.Combine(_folder, "unmounted");
        if (empty) Directory.CreateDirectory(data);
        var sweep = SweepSpec.Of("a", [new RunSpec(new RunId("r1")) { Data = data, Network = NetworkSpec.OfLevel(1) }]);
        string? Shortage(SweepSpec asked, Func<string, long>? free) => Admission.Objection(asked, [sweep], new StateFolder(_folder), 1, free)?.Reason;

        Assert.Null(Shortage(sweep, _ => 1_000_000));
        Assert.Null(Shortage(sweep, null));
        Assert.Contains("GB are needed", Shortage(sweep, _ => 0), StringComparison.Ordinal);
        foreach (var free in new Func<string, long>?[] { _ => long.MaxValue, null })
            Assert.Contains(data, Assert.Throws<InvalidInputException>(() => Shortage(sweep with { Name = "typo" }, free)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_cannot_be_evaluated_is_wrong_input_and_a_disk_that_is_too_small_prevents_it()
    {
        var phantoms = new RunSpec(new RunId("r1")) { Data = "phantoms-localised", Network = NetworkSpec.OfLevel(1), Phantoms = new PhantomSpec(PhantomKind.Localised, TrainPerClass: 1) };
        Refusal? Kind(RunSpec run, long free) => Admission.Objection(SweepSpec.Of("a", [run]), [], new StateFolder(_folder), 1, _ => free)?.Kind;

        Assert.Equal(Refusal.WrongInput, Kind(phantoms with { Validation = 0.5 }, long.MaxValue));
        Assert.Equal(Refusal.Prevented, Kind(phantoms, 0));
        Assert.Null(Kind(phantoms, long.MaxValue));
    }

    private static SweepSpec Sweep(string name, params string[] runs) => SweepSpec.Of(name, runs.Select(run => new RunSpec(new RunId(run))));
}
