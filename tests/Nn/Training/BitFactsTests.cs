using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Nn.Training;

public sealed class BitFactsTests
{
    private static readonly BitFacts Here = new("2.10.0.0", "GenuineIntel family 6 model 207", "AVX512", 1, Precision.Float32);

    [Fact]
    public void What_differs_is_named_with_both_values() => Assert.Equal(
        ["libtorch 2.10.0.0 before, 2.11.0 now", "capability AVX512 before, DEFAULT now", "threads 1 before, 2 now"],
        Here.Differences(Here with { LibTorch = "2.11.0", Capability = "DEFAULT", Threads = 2 }));

    [Fact]
    public void The_same_facts_have_no_difference() => Assert.Empty(Here.Differences(Here with { }));

    [Fact]
    public void This_process_has_facts()
    {
        var facts = BitFacts.Of("cpu", 1, Precision.Bfloat16);

        Assert.Equal((1, Precision.Bfloat16), (facts.Threads, facts.Precision));
        Assert.Matches(@"^\d+\.\d+\.\d+", facts.LibTorch);
        if (OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64)
            Assert.Contains(facts.Capability.Split(',', ' ')[0], new[] { "DEFAULT", "AVX2", "AVX512" });
    }

    [Fact]
    public void The_instructions_for_bfloat16_are_facts_of_bfloat16_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc/cpuinfo");
        var best = new[] { "amx_bf16", "avx512_bf16" }.FirstOrDefault(File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("flags", StringComparison.Ordinal)).Split(' ').Contains);

        Assert.DoesNotContain("bf16", BitFacts.Of("cpu", 1, Precision.Float32).Capability, StringComparison.Ordinal);
        Assert.EndsWith($" and {best ?? "no bfloat16"}", BitFacts.Of("cpu", 1, Precision.Bfloat16).Capability, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AVX512", "AVX512 and amx_bf16", null)]
    [InlineData("AVX512, oneDNN at most X", "AVX512, oneDNN at most X and no bfloat16", null)]
    [InlineData("AVX512 and no bfloat16", "AVX512 and amx_bf16", "capability AVX512 and no bfloat16 before, AVX512 and amx_bf16 now")]
    [InlineData("AVX2", "AVX512 and amx_bf16", "capability AVX2 before, AVX512 now")]
    public void Instructions_that_the_first_versions_did_not_tell_are_not_compared(string before, string now, string? difference) => Assert.Equal(
        difference is null ? [] : [difference],
        (Here with { Precision = Precision.Bfloat16, Capability = before }).Differences(Here with { Precision = Precision.Bfloat16, Capability = now }));
}
