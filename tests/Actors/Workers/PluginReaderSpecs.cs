using ActorGaze.Actors.Workers;
using ActorGaze.Tests.Tui.EndToEnd;

namespace ActorGaze.Tests.Actors.Workers;

/// <summary>What an assembly brings is read by a child: whatever its code does, this process learns of it and goes on.</summary>
[Slow]
public sealed class PluginReaderSpecs
{
    [Fact]
    public void The_child_tells_what_a_process_that_runs_the_code_would_see()
    {
        var described = new PluginReader(new WorkerProgram(Actorgaze.Program, [])).Describe(Labs.Mine);

        Assert.Equal(Plugin.Load(Labs.Mine).Ref, described.Plugin);
        Assert.Equal(Plugin.Load(Labs.Mine).Parts.Parts, described.Parts);
    }

    [Theory]
    [InlineData("throws", 60, "registering its parts threw InvalidOperationException: the lab is closed")]
    [InlineData("aborts", 60, "reading what it brings ended the process with status 134:")]
    [InlineData("hangs", 5, "did not say within 5 s what it brings: its Register waits or loops.")]
    public void Code_that_throws_ends_or_stops_the_child_is_told(string how, int seconds, string message)
    {
        var reader = new PluginReader(new WorkerProgram("/usr/bin/env", [$"BROKEN_LAB={how}", Actorgaze.Program])) { Longest = TimeSpan.FromSeconds(seconds) };

        var told = Assert.ThrowsAny<Exception>(() => reader.Describe(Labs.Broken)).Message;

        Assert.StartsWith($"{Labs.Broken}: {message}", told, StringComparison.Ordinal);
    }
}
