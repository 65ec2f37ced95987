using ActorGaze.Nn;

namespace ActorGaze.Tests.Nn;

public sealed class LibTorchTests
{
    [Theory]
    [InlineData(null, "The package libtorch-cpu-")]
    [InlineData("", "The package libtorch-cpu-")]
    [InlineData("/opt/torch", "ACTORGAZE_LIBTORCH")]
    public void A_message_names_the_variable_only_where_somebody_has_set_it(string? set, string origin) =>
        Assert.StartsWith(origin, LibTorch.OriginOf(name => name == LibTorch.Variable ? set : null), StringComparison.Ordinal);
}
