using System.Text.Json;

namespace ActorGaze.Tests.Tui.EndToEnd;

/// <summary><c>parts list</c>, <c>parts check</c>, and a sweep with a network of one's own, as a user types them.</summary>
[Slow]
public sealed class PartsVerbSpecs : IDisposable
{
    private readonly Actorgaze _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Networks_are_listed_with_their_parameters()
    {
        var (status, output, _) = await _program.SayAsync("parts", "list", "--plugin", Labs.Mine);

        Assert.Equal(0, status);
        Assert.Contains("  narrow   Two convolutions and a pooled linear head, on a grid of 7×7.\n    network.width = 16   a whole number from 4 to 256. Maps at the target layer.", output, StringComparison.Ordinal);
        Assert.Contains("level5", (await _program.SayAsync("parts", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sound_network_is_checked_in_two_processes()
    {
        var (status, output, error) = await _program.SayAsync("parts", "check", "network", "patches", "--plugin", Labs.Mine, "--set", "network.width=8", "--json");

        Assert.True(status == 0, output + error);
        using var report = JsonDocument.Parse(output);
        Assert.Equal("two starts", report.RootElement.GetProperty("findings").EnumerateArray().Last().GetProperty("check").GetString());
        Assert.Equal("8", report.RootElement.GetProperty("network").GetProperty("parameters").GetProperty("width").GetString());
    }

    [Theory]
    [InlineData("drifts", "two starts  no     the same seed gives other layers or other first weights in another process")]
    [InlineData("mixes", "samples     no     in training mode Classify mixes samples")]
    [InlineData("aborts", "process  no     its code ended the process with status 134:")]
    public async Task A_broken_one_is_told_with_what_to_do(string name, string line)
    {
        var (status, output, error) = await _program.SayAsync("parts", "check", "network", name, "--plugin", Labs.Broken);

        Assert.True(status == 1, output + error);
        Assert.Contains(line, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_is_no_network_is_checked_too()
    {
        var sound = await _program.SayAsync("parts", "check", "distance", "huber", "--plugin", Labs.Mine, "--set", "distance.delta=0.2");
        var broken = await _program.SayAsync("parts", "check", "distance", "slopeless", "--plugin", Labs.Broken, "--json");

        Assert.True(sound.Status == 0, sound.Output + sound.Error);
        Assert.StartsWith("distance huber (delta 0.2)\n", sound.Output, StringComparison.Ordinal);
        Assert.Equal(1, broken.Status);
        using var report = JsonDocument.Parse(broken.Output);
        Assert.Equal("gradients", report.RootElement.GetProperty("findings").EnumerateArray().Last().GetProperty("check").GetString());
        Assert.Equal(
            (2, "actorgaze: KIND: found 'distanse'; allowed: network, distance, reference, cam-method, curriculum, loss-term. The nearest is distance.\n"),
            (await _program.SayAsync("parts", "check", "distanse", "huber")) is var (status, _, error) ? (status, error) : default);
    }

    [Fact]
    public async Task A_name_or_a_parameter_that_there_is_not_is_answered_with_those_that_are()
    {
        Assert.Equal((2, "actorgaze: parts check: found 'narow', and there is no such network; known: narrow, patches. The nearest is narrow.\n"), await WrongAsync("narow"));
        Assert.Equal((2, "actorgaze: network.depth: the network 'narrow' has no such parameter; it has width. The nearest is width.\n"), await WrongAsync("narrow", "--set", "network.depth=3"));

        async Task<(int, string)> WrongAsync(string name, params string[] more)
        {
            var (status, _, error) = await _program.SayAsync(["parts", "check", "network", name, "--plugin", Labs.Mine, .. more]);
            return (status, error);
        }
    }

    [Fact]
    public async Task A_sweep_trains_a_network_of_one_s_own_and_a_new_build_is_accepted_by_name()
    {
        File.Copy(Labs.Mine, Path.Combine(_program.Folder, "mylab.dll"));
        var sweep = Path.Combine(_program.Folder, "mine.conf");
        await File.WriteAllTextAsync(
            sweep,
            """
            sweep { plugins = ["mylab.dll"], gaze-weights = [0] }
            network { name = [narrow, patches], width = 8 }
            phantoms { classes = 2, train-per-class = 8, test-per-class = 2 }
            training { epochs = 1, batch-size = 4 }
            """, Deadline.Token);

        var (status, output, error) = await _program.SayAsync("run", sweep, "--plain");
        Assert.True(status == 0, output + error);
        var (_, shown, _) = await _program.SayAsync("show", "mine-patches-w0-t1");
        Assert.Contains("network     patches (act relu, blocks 2, dropout 0.1, width 8)", shown, StringComparison.Ordinal);
        Assert.Contains($"plug-in     {Path.Combine(_program.Folder, "mylab.dll")}, SHA-256 ", shown, StringComparison.Ordinal);

        Labs.Rebuild(Path.Combine(_program.Folder, "mylab.dll"));
        var (more, because, _) = await _program.SayAsync("run", sweep, "--plain", "--set", "training.epochs=2");
        Assert.Equal(1, more);
        Assert.Contains("holds other bytes than before", because, StringComparison.Ordinal);
        Assert.Equal(0, (await _program.SayAsync("retry", "--all", "--accept-plugin")).Status);
        var (again, told, why) = await _program.SayAsync("run", sweep, "--plain", "--set", "training.epochs=2");
        Assert.True(again == 0, told + why);
        Assert.Contains("PluginAccepted", (await _program.SayAsync("events", "mine-narrow-w0-t1")).Output, StringComparison.Ordinal);
    }
}
