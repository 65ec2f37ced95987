using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Tests.Actors.Contracts;

public sealed class ControlContractTests
{
    [Theory]
    [InlineData("0.1.0", "1.2", null)]
    [InlineData("0.2.0", "1.2", "the engine is 0.2.0, this program 0.1.0: some of what it tells may not be shown.")]
    [InlineData("0.2.0", "1.3", "the engine is 0.2.0, this program 0.1.0: some of what it tells may not be shown.")]
    [InlineData("0.0.9", "1.0", "the engine is 0.0.9, this program 0.1.0: it may not know some of what this program asks.")]
    [InlineData("0.1.0", "1.0", "the engine is 0.1.0, this program 0.1.0: it may not know some of what this program asks.")]
    [InlineData("odd", "odd", "the engine is odd, this program 0.1.0: some of what it tells may not be shown.")]
    public void Versions_are_compared_and_named(string version, string contract, string? told)
    {
        var difference = ControlContract.Compare(Engine(version, contract), "0.1.0", "1.2");

        Assert.Equal((told, false), (difference?.Text, difference?.Refuses ?? false));
    }

    [Theory]
    [InlineData("2.0", "1.2")]
    [InlineData("1.9", "2.0")]
    public void Only_another_major_version_of_the_contract_is_refused_and_both_are_named(string theirs, string ours)
    {
        var difference = ControlContract.Compare(Engine("3.0.0", theirs), "0.1.0", ours)!;

        Assert.True(difference.Refuses);
        Assert.StartsWith($"the engine is 3.0.0 and speaks contract {theirs}, this program is 0.1.0 and speaks {ours}:", difference.Text, StringComparison.Ordinal);
        Assert.Contains("'actorgaze down'", difference.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_that_tells_no_contract_is_from_before_there_was_one() => Assert.Equal("1.0", new EngineDto().ToFacts().Contract);

    [Fact]
    public void Every_kind_of_refusal_comes_over_the_socket_as_it_went() =>
        Assert.All(Enum.GetValues<Refusal>(), kind => Assert.Equal(kind, ControlStatus.KindOf(ControlStatus.Of(kind))));

    [Theory]
    [InlineData(404, Refusal.WrongInput)]
    [InlineData(400, Refusal.WrongInput)]
    [InlineData(429, Refusal.TryAgain)]
    [InlineData(504, Refusal.EngineBug)]
    public void A_status_of_another_version_is_taken_by_its_hundred(int status, Refusal kind) => Assert.Equal(kind, ControlStatus.KindOf(status));

    private static EngineFacts Engine(string version, string contract) => new(7, version, Samples.Noon, "/state", 1, ["cpu"]) { Contract = contract };
}
