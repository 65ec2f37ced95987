using ActorGaze.Actors.Workers;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Cli;

/// <summary><c>parts check</c>, where the process that it starts says something else than a report.</summary>
public sealed class PartsVerbTests
{
    [Theory]
    [InlineData("network level1", "echo hello >&2; echo 'actorgaze: There is no libtorch.' >&2; exit 5", 5, "actorgaze: There is no libtorch.\n", "")]
    [InlineData("distance l2", "echo 'actorgaze: There is no libtorch.' >&2; exit 5", 5, "actorgaze: There is no libtorch.\n", "")]
    [InlineData("distance l2", "echo 'actorgaze: found x.' >&2; exit 2", 2, "actorgaze: found x.\n", "")]
    [InlineData("distance l2", "exit 5", 1, "", "its code ended the process with status 5")] // the part's own doing
    public async Task What_prevents_a_check_is_not_the_part_s_fault(string part, string child, int expected, string said, string found)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var around = new Surroundings(output, error, name => name == "HOME" ? Path.GetTempPath() : null, TimeProvider.System, () => null) { Itself = new WorkerProgram("/bin/sh", ["-c", child]) };

        var status = await CommandLine.RunAsync(["parts", "check", .. part.Split(' ')], around);

        Assert.Equal((expected, said), (status, error.ToString()));
        Assert.Contains(found, output.ToString(), StringComparison.Ordinal);
    }
}
