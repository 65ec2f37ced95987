using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Data.Sources;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Workers;

/// <summary>
/// Has the source of an assembly write its images into a folder. The program itself, as a child, runs the assembly's code, so that nothing
/// which that code does can harm this process.
/// </summary>
/// <param name="itself">This program without a verb; null: the code runs in this process.</param>
public sealed class SourceReader(WorkerProgram? itself)
{
    private const int WrongInput = 2;
    private const int Prevented = 5;
    private const int KeyDigits = 16;
    private const int LinesTold = 6;
    private const string StackFrame = "at "; // stands in the stack
    private const string Prefix = "actorgaze: ";

    private readonly ConcurrentDictionary<string, Lock> _gates = new();

    /// <summary>How long the child may be silent: it tells of every few images.</summary>
    internal TimeSpan LongestSilence { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The folder with the images of a request's source. May take as long as the source takes.</summary>
    /// <param name="cache">Where the folder lies; created where missing.</param>
    /// <param name="progress">Told how many of how many images are written.</param>
    /// <exception cref="InvalidInputException">The assembly holds other bytes where it is not known yet which images it gave, or the place
    /// holds no such data set.</exception>
    /// <exception cref="BrokenPartException">Its code throws, ends the process, or does not come to an end.</exception>
    public string Folder(OpenImages request, string cache, Action<int, int>? progress, CancellationToken cancel)
    {
        var source = request.Source ?? throw new ArgumentException("The images come from no source of an assembly.", nameof(request));
        var plugin = source.Plugin ?? throw new ArgumentException("The source is the program's own.", nameof(request));
        var found = Plugin.Identify(plugin.File);
        if (found.Sha256 != plugin.Sha256 && request.Pinned is null) throw new InvalidInputException(
            $"{plugin.File} holds other bytes than when the sweep was submitted (SHA-256 {PluginRef.Short(plugin.Sha256)} then, "
            + $"{PluginRef.Short(found.Sha256)} now). Submit the sweep again, or put the old file back.");
        var setup = new SourceSetup(request.Data) { EvaluateOn = request.EvaluateOn, Columns = request.Columns ?? ManifestColumns.Usual };
        var folder = Path.Combine(cache, $"source-{Key(source, found, setup)}");
        Directory.CreateDirectory(cache);
        lock (_gates.GetOrAdd(folder, _ => new Lock()))
        {
            if (itself is null) Write(plugin.File, source.Name, setup, folder, progress, cancel);
            else Ask(itself, plugin, source.Name, setup, folder, progress, cancel);
        }

        return folder;
    }

    /// <summary>Runs the assembly's code in this process.</summary>
    public static void Write(string file, string name, SourceSetup setup, string folder, Action<int, int>? progress,
        CancellationToken cancel)
    {
        var source = Opened(Plugin.Load(file).Parts, name, setup);
        using var _ = source as IDisposable;
        SourceExport.Write(source, setup, folder, progress, cancel);
    }

    private static IImageSource Opened(PartsRegistry parts, string name, SourceSetup setup)
    {
        try
        {
            return parts.OpenSource(name, setup);
        }
        // whatever its code throws
        catch (Exception e) when (e is not (InvalidInputException or BrokenPartException or OutOfMemoryException))
        {
            throw new BrokenPartException($"The source '{name}' threw {e.GetType().Name} when it was opened: {e.Message.Split('\n')[0]}",
                e.ToString());
        }
    }

    private void Ask(
        WorkerProgram program, PluginRef plugin, string name, SourceSetup setup, string folder, Action<int, int>? progress,
        CancellationToken cancel)
    {
        string[] arguments =
        [
            "data", "export", setup.Place, "--plugin", plugin.File, "--source", name, "--to", folder, "--set",
            $"data.evaluate-on={(setup.EvaluateOn == EvaluateOn.Val ? "val" : "test")}",
            "--set", $"data.columns.path={setup.Columns.Path}", "--set", $"data.columns.label={setup.Columns.Label}",
            "--set", $"data.columns.split={setup.Columns.Split}", "--set", $"data.columns.group={setup.Columns.Group}",
        ];
        var answer = ChildProgram.Follow(program, arguments, line => Tell(line, progress), LongestSilence, cancel);
        if (answer.Status == 0) return;
        cancel.ThrowIfCancellationRequested();
        if (answer.Status is null)
            throw new BrokenPartException($"The source '{name}' of {plugin.File} did not give a further image within "
                + $"{LongestSilence.TotalSeconds:0} s: it waits or loops.");
        var lines = answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var told = lines.FirstOrDefault(line => line.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..];
        if (answer.Status == WrongInput && told is not null) throw new InvalidInputException(told);
        if (answer.Status == Prevented && told is not null) throw new IOException(told);
        if (told is not null)
            throw new BrokenPartException(told, answer.Error[(answer.Error.IndexOf(told, StringComparison.Ordinal) + told.Length)..]
                .Trim());
        throw new BrokenPartException(
            ReasonText.Of($"The source '{name}' of {plugin.File} ended the process with status {answer.Status}:", Heard(lines)),
            answer.Error);
    }

    private static IEnumerable<string> Heard(IEnumerable<string> lines) =>
        lines.Where(line => !line.StartsWith(StackFrame, StringComparison.Ordinal)).TakeLast(LinesTold);

    private static void Tell(string line, Action<int, int>? progress)
    {
        var words = line.Split(' ');
        if (words.Length == 2 && int.TryParse(words[0], out var done) && int.TryParse(words[1], out var total))
            progress?.Invoke(done, total);
    }

    /// <summary>All that decides which images a source gives, but for what lies at its place.</summary>
    private static string Key(SourceSpec source, PluginRef plugin, SourceSetup setup) => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(new[] { plugin.Sha256, source.Name, setup.Place, $"{setup.EvaluateOn}",
            $"{setup.Columns}" })))[..KeyDigits];
}
