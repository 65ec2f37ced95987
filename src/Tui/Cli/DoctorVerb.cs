using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Settings;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Logging;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;
using TorchSharp;

namespace ActorGaze.Tui.Cli;

/// <summary><c>doctor</c>: what this machine has. It finds fault, it does not fall ill.</summary>
internal static class DoctorVerb
{
    public static Command Make(Surroundings around)
    {
        var command = new Command("doctor", "Shows what this machine has. Exit status 1 where training could not start.");
        command.SetAction(parsed =>
        {
            var call = Call.Of(parsed, around);
            var findings = Examine(call, call.EngineAlone());
            call.Say(findings, Lines);
            return findings.Torch.Fault is null && findings.State.Fault is null && findings.Journal.Fault is null
                ? ExitStatus.Well
                : ExitStatus.Failed;
        });
        return command;
    }

    internal sealed record Findings(
        string Version, string DotNet, string System, int Cores, TorchFindings Torch, StateFindings State, JournalFindings Journal,
        TerminalFindings Terminal, SeqFindings Seq, IReadOnlyList<string> Limits);

    internal sealed record TorchFindings(
        string? Version, string? Folder, bool Cuda, IReadOnlyList<string> Devices, int? Threads, string? Fault)
    {
        /// <summary>
        /// The time of a level 2 step in bfloat16 over its time in float32, by device, as measured; null where libtorch does not load.
        /// </summary>
        public IReadOnlyDictionary<string, double>? Bfloat16Time { get; init; }
    }

    /// <param name="UnfoldedBytes">Of journal.db's write-ahead log: a copy of journal.db alone lacks them.</param>
    internal sealed record StateFindings(string Folder, bool Exists, long? FreeBytes, string? Fault, long UnfoldedBytes = 0);

    /// <param name="Place">A path, or an address without a password.</param>
    /// <param name="Server">PostgreSQL and its version; null where the journal is in the state folder, or the server cannot be
    /// used.</param>
    internal sealed record JournalFindings(string? Place, string? Server, string? Fault);

    internal sealed record TerminalFindings(bool IsTerminal, int? Columns, int? Rows, bool Colours, string? Term);

    /// <summary>What is named with <c>--set seq.url</c> is asked; else what an engine last wrote of its own.</summary>
    internal sealed record SeqFindings(string? Url, string? Fault);

    private static Findings Examine(Call call, EngineSettings engine)
    {
        var (screen, seq) = (call.Around.Screen(), engine.Seq);
        return new Findings(
            typeof(DoctorVerb).Assembly.GetName().Version!.ToString(3), RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
            Environment.ProcessorCount, Torch(call.Around.Environment), State(call.StateFolder),
            Journal(call.StateFolder, engine.Lab.Journal),
            new TerminalFindings(screen is not null, screen?.Width, screen?.Height, call.Around.Colours, call.Around.Environment("TERM")),
            seq.Url is { } url
                ? new SeqFindings(SeqProbe.Name(url), SeqProbe.Ask(seq))
                : new SeqFindings(null, SeqProbe.LastRefusal(call.StateFolder)),
            [.. Limits.OfThisProcess().Words]);
    }

    private static TorchFindings Torch(Func<string, string?> environment)
    {
        var folder = environment(LibTorch.Variable);
        if (Limits.OfThisProcess().Objection(["run"]) is { } low)
            return new TorchFindings(null, folder, false, [], null, $"not loaded: {low}");
        try
        {
            folder = LibTorch.Folder(environment);
            LibTorch.Load(environment);
            return Loaded(folder);
        }
        catch (PreventedException e)
        {
            return new TorchFindings(null, null, false, [], null, e.Message);
        }
        catch (Exception e) // whatever the loader throws is the finding
        {
            return new TorchFindings(
                null, folder, false, [], null, $"libtorch does not load: {(e.GetBaseException().Message).Split('\n')[0]}");
        }
    }

    /// <summary>Apart, so that TorchSharp is first touched inside the caller's try.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TorchFindings Loaded(string? folder)
    {
        using var two = torch.ones(2);
        using var sum = two.sum();
        if (sum.item<float>() is not 2f) return new TorchFindings(
            torch.__version__, folder, false, [], null, "libtorch adds one and one to something else than two");

        string[] devices = [$"{DeviceName.Cpu}", .. DeviceName.OfCuda(Devices.CudaCount()).Select(device => device.ToString())];
        return new TorchFindings(LibTorch.Version(), folder, torch.cuda.is_available(), devices, torch.get_num_threads(), null)
        {
            Bfloat16Time = devices.ToDictionary(device => device, device => Math.Round(PrecisionProbe.Bfloat16Time(device), 2)),
        };
    }

    private static StateFindings State(string folder)
    {
        try
        {
            var there = folder;
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above) there = above;
            var probe = Path.Combine(there, FormattableString.Invariant($".actorgaze-probe-{Environment.ProcessId}"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var log = new FileInfo($"{new StateFolder(folder).Journal}-wal");
            var unfolded = log.Exists ? log.Length : 0;
            return new StateFindings(folder, Directory.Exists(folder), new DriveInfo(there).AvailableFreeSpace, null, unfolded);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new StateFindings(folder, Directory.Exists(folder), null, $"cannot be written: {e.Message}");
        }
    }

    private static JournalFindings Journal(string folder, JournalAddress? asked)
    {
        try
        {
            var (place, server) = JournalPlace.Look(new StateFolder(folder), asked);
            return new JournalFindings(place, server, null);
        }
        catch (Exception e) when (e is InvalidInputException or PreventedException)
        {
            return new JournalFindings(null, null, e.Message);
        }
    }

    internal static IEnumerable<string> Lines(Findings found) =>
    [
        $"actorgaze   {found.Version}",
        $"runtime     {found.DotNet}",
        $"system      {found.System}, {found.Cores} cores",
        $"libtorch    {found.Torch.Fault ?? TorchWords(found.Torch)}",
        $"cuda        {(found.Torch.Cuda ? "available" : "none")}",
        $"devices     {(found.Torch.Devices.Count == 0 ? Numbers.Undefined : string.Join(", ", found.Torch.Devices))}",
        $"bfloat16    {(found.Torch.Bfloat16Time is { } times ? string.Join("; ", times.Select(Pays)) : Numbers.Undefined)}",
        "state       "
        + $"{found.State.Folder}{(found.State.Exists ? "" : " (not there yet)")}{(found.State.Fault is { } fault ? $": {fault}" : "")}",
        "journal     "
        + $"{found.Journal.Fault ?? (found.Journal.Server is { } server ? $"{server}, {found.Journal.Place}" : found.Journal.Place)}",
        $"disk        {(found.State.FreeBytes is { } free ? $"{Numbers.Bytes(free)} free" : Numbers.Undefined)}",
        $"backup      'actorgaze backup FILE' takes one, of a running engine too{Unfolded(found.State.UnfoldedBytes)}",
        $"terminal    {Terminal(found.Terminal)}",
        $"limits      {(found.Limits.Count == 0 ? "none" : string.Join("; ", found.Limits))}",
        $"seq         {Seq(found.Seq)}",
    ];

    private static string TorchWords(TorchFindings torch) =>
        $"{torch.Version}{(torch.Folder is { Length: > 0 } folder ? $" from {folder}" : "")}, {torch.Threads} threads";

    private static string Terminal(TerminalFindings terminal) => terminal.IsTerminal
        ? $"{terminal.Columns}×{terminal.Rows}, {terminal.Term}, {(terminal.Colours ? "colours" : "no colours")}"
        : "none (progress is told in lines)";

    private static string Seq(SeqFindings seq) => seq.Url is { } url
        ? $"{url} {seq.Fault ?? "takes events"}"
        : seq.Fault ?? "nothing amiss (--set seq.url=… asks a server)";

    private static string Pays(KeyValuePair<string, double> time) => time.Value switch
    {
        < 0.9 => $"pays on {time.Key}: a level 2 step takes {Numbers.Fixed(time.Value, 2)} of its time in float32 (training.precision = "
            + "bfloat16)",
        _ => $"does not pay on {time.Key}: a level 2 step takes {Numbers.Fixed(time.Value, 2)} of its time in float32",
    };

    private static string Unfolded(long bytes) => bytes > 0 ? $"; journal.db alone lacks the {Numbers.Bytes(bytes)} of its -wal file" : "";
}
