using System.Diagnostics;
using System.Text.Json;
using ActorGaze.Tests.Actors.Persistence.Postgres;

namespace ActorGaze.Tests.Actors;

/// <summary>The short form of the chaos harness, in processes of its own; the long one is its program's command line.</summary>
[Slow]
public sealed class ChaosSpecs
{
    private static string Program => Path.Combine(
        AppContext.BaseDirectory, "..", "..", "ActorGaze.Chaos", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
        OperatingSystem.IsWindows() ? "actorgaze-chaos.exe" : "actorgaze-chaos");

    [Theory]
    [InlineData("thread", false)]
    [InlineData("process", false)]
    [InlineData("thread", true)]
    public async Task A_sweep_that_is_killed_and_whose_files_are_damaged_ends_with_the_bits_of_one_that_never_was(string workers, bool postgres)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is told by its exit status, which Windows does not have.");

        var report = await TellOf(["--kills", "6", "--workers", workers, "--json", .. Journal(postgres)]);

        Assert.Equal(JsonValueKind.Null, report.GetProperty("difference").ValueKind);
        Assert.InRange(report.GetProperty("killsDone").GetInt32(), 2, 7); // a child may have ended before it is killed, and an engine may die beside its worker
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public async Task Killed_after_its_kth_event_a_run_ends_with_the_same_journal_and_bits_for_every_kth(int k, bool postgres)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is told by its exit status, which Windows does not have.");

        var report = await TellOf(["--every-event", "--stride", $"{k}", "--levels", "1", "--json", .. Journal(postgres)]);

        Assert.Equal(JsonValueKind.Null, report.GetProperty("difference").ValueKind);
        Assert.InRange(report.GetProperty("events").GetInt32(), 7, 9); // sweep, run, images, start, two epochs, end; and up to two saves, as the disk has time
    }

    private static string[] Journal(bool postgres)
    {
        if (!postgres) return [];
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("ACTORGAZE_LONG") == "1",
            "It takes two minutes of processor time: ACTORGAZE_LONG=1 runs it. EngineSpecs and the specs named OnPostgres kill engines on PostgreSQL too.");
        return ["--journal", $"{PostgresServer.SharedDatabase()}"];
    }

    private static async Task<JsonElement> TellOf(params string[] arguments)
    {
        using var chaos = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var complaints = chaos.StandardError.ReadToEndAsync(Deadline.Token);
            var told = await chaos.StandardOutput.ReadToEndAsync(Deadline.Token);
            await chaos.WaitForExitAsync(Deadline.Token);

            Assert.True(chaos.ExitCode == 0, $"Status {chaos.ExitCode}.\n{told}\n{await complaints}");
            return JsonDocument.Parse(told).RootElement[0];
        }
        finally
        {
            chaos.Kill(entireProcessTree: true);
        }
    }
}
