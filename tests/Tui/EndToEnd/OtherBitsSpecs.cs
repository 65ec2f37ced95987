using ActorGaze.Tui.Client;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary>A run that would go on with other instructions of the processor, where its bits are to be strict.</summary>
[Slow]
public sealed class OtherBitsSpecs : IDisposable
{
    private readonly Actorgaze _program = new();

    public OtherBitsSpecs() =>
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64,
            "libtorch tells its instructions on x64 alone");

    private static CancellationToken Cancel => Deadline.Token;

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task It_stays_paused_with_the_difference_and_goes_on_where_its_bits_are_back()
    {
        await _program.UpAsync();
        await _program.SayAsync("submit", _program.Endless);
        var done = await EpochsPastAsync(1);
        Assert.Equal(0, (await _program.SayAsync("pause", Actorgaze.EndlessRun)).Status);
        Assert.Equal(0, (await _program.SayAsync("down")).Status);

        await _program.UpAsync(["/usr/bin/env", "ATEN_CPU_CAPABILITY=default"], "engine.bits=strict");
        await _program.SayAsync("resume", Actorgaze.EndlessRun);
        var reason = await ReasonAsync();
        Assert.Matches("engine.bits = strict.*: capability (AVX2|AVX512) before, DEFAULT now", reason);
        Assert.Equal(0, (await _program.SayAsync("down")).Status);

        await _program.UpAsync([], "engine.bits=strict");
        await _program.SayAsync("resume", Actorgaze.EndlessRun);
        await EpochsPastAsync(done);
    }

    private async Task<int> EpochsPastAsync(int epochs)
    {
        using var client = new EngineClient(_program.State);
        await foreach (var frame in client.FramesAsync(Cancel))
            if (frame.Runs.FirstOrDefault(run => run.EpochsDone > epochs) is { } run) return run.EpochsDone;
        throw new InvalidOperationException("The engine has ended.");
    }

    private async Task<string> ReasonAsync()
    {
        using var client = new EngineClient(_program.State);
        await foreach (var frame in client.FramesAsync(Cancel))
            if (frame.Runs.FirstOrDefault(run => run.Reason?.Contains("engine.bits", StringComparison.Ordinal) == true) is { } run) return run.Reason!;
        throw new InvalidOperationException("The engine has ended.");
    }
}
