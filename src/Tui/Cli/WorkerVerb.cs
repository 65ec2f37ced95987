using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using ActorGaze.Actors.Storage;
using ActorGaze.Actors.Workers;
using ActorGaze.Tui.Terminal;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// <c>worker</c>: the process that trains one run. An engine starts it, and speaks to it over its standard input and output. With
/// <c>--join</c>
/// it is this machine as a node of an engine on another.
/// </summary>
internal static class WorkerVerb
{
    private const string Name = "worker";
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    // A terminal and systemd tell every process of a group. The engine saves through this one, and ends it.
    private static readonly PosixSignal[] OfTheEngine = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    /// <summary>How this program starts itself as a worker.</summary>
    public static WorkerProgram Program => Itself with { Arguments = [.. Itself.Arguments, Name] };

    /// <summary>How this program starts itself; a verb is to be added.</summary>
    public static WorkerProgram Itself
    {
        get
        {
            var file = Environment.ProcessPath!;
            var isHost = Path.GetFileNameWithoutExtension(file) == "dotnet";
            return new WorkerProgram(file, isHost ? [Assembly.GetExecutingAssembly().Location] : []);
        }
    }

    public static Command Make(Surroundings around)
    {
        var join = new Option<string?>("--join")
        {
            Description = "The engine to join, as its cluster.listen has it.", HelpName = "HOST:PORT",
        };
        var identity = new Option<string?>("--identity")
        {
            Description = "The file that 'actorgaze cluster invite' has written.", HelpName = "FILE",
        };
        var worker = new Command(
            Name,
            "With --join: this machine trains for an engine on another one, until it is interrupted. Without: trains one run for the "
            + "engine that started it.")
        {
            join, identity,
        };
        worker.Validators.Add(parsed =>
        {
            if (parsed.GetValue(join) is null != parsed.GetValue(identity) is null)
                parsed.AddError("worker: --join and --identity belong together.");
        });
        worker.SetAction((parsed, _) => parsed.GetValue(join) is { } engine
            ? NodeVerb.RunAsync(Call.Of(parsed, around), engine, parsed.GetRequiredValue(identity)!)
            : RunAsync(Call.Of(parsed, around)));
        return worker;
    }

    private static async Task<int> RunAsync(Call call)
    {
        call.CheckSets();
        PosixSignalRegistration[] deaf =
            [.. OfTheEngine.Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true))];
        PrivateFiles.BecomeDefault();
        var reports = OwnOutput();
        NamedTorch.Load(call.Around);
        await WorkerHost.RunAsync(Console.OpenStandardInput(), reports, call.StateFolder).ConfigureAwait(false);
        foreach (var signal in deaf) signal.Dispose();
        return ExitStatus.Well;
    }

    /// <summary>Standard output for the reports alone: whatever a native library prints there goes to standard error.</summary>
    private static Stream OwnOutput()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var own = Duplicate(StandardOutput);
        return own >= 0 && DuplicateTo(StandardError, StandardOutput) >= 0
            ? new FileStream(new SafeFileHandle(own, ownsHandle: true), FileAccess.Write, bufferSize: 0)
            : throw new IOException($"Standard output cannot be used: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [DllImport("libc", EntryPoint = "dup", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "dup2", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DuplicateTo(int descriptor, int other);
}
