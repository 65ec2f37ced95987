using System.Collections.Concurrent;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Workers;

/// <summary>
/// Reads what assemblies bring: their parts' names and parameters. The program itself, as a child, runs their code and answers as JSON, so
/// that nothing which that code does can harm this process.
/// </summary>
/// <param name="itself">This program without a verb; null: the code runs in this process.</param>
public sealed class PluginReader(WorkerProgram? itself)
{
    private const int WrongInput = 2;
    private const int Prevented = 5;
    private const string Prefix = "actorgaze: ";

    private readonly ConcurrentDictionary<PluginRef, PartsDescription> _known = new();

    /// <summary>Has the sources among the parts write their images down.</summary>
    public SourceReader Sources { get; } = new(itself);

    /// <summary>How long the child may take.</summary>
    internal TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>May take seconds; the same bytes are asked for once.</summary>
    /// <exception cref="InvalidInputException">No such file, no assembly, or one that brings nothing.</exception>
    /// <exception cref="BrokenPartException">Its code throws, ends the process, or does not come to an end.</exception>
    /// <exception cref="PreventedException">It cannot be run here: there is no libtorch.</exception>
    public PartsDescription Describe(string file)
    {
        var plugin = Plugin.Identify(file);
        return _known.GetOrAdd(plugin, _ => itself is null ? Plugin.Load(plugin.File).Description : Ask(itself, plugin));
    }

    private PartsDescription Ask(WorkerProgram program, PluginRef plugin)
    {
        var answer = ChildProgram.Ask(program, ["parts", "list", "--plugin", plugin.File, "--json"], Longest);
        if (answer.Status is null)
            throw new BrokenPartException($"{plugin.File}: did not say within {Longest.TotalSeconds:0} s what it brings: its "
                + $"{nameof(IPartsProvider.Register)} waits or loops.");
        if (answer.Status == 0 && Parse(answer.Output) is { } description)
        {
            return description.Plugin == plugin
                ? description
                : throw new InvalidInputException($"{plugin.File}: it changed while it was read. Try again when it is built.");
        }

        var lines = answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var told = lines.FirstOrDefault(line => line.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..];
        if (answer.Status == WrongInput && told is not null) throw new InvalidInputException(told);
        if (answer.Status == Prevented && told is not null) throw new PreventedException(told);
        throw new BrokenPartException(
            told ?? ReasonText.Of($"{plugin.File}: reading what it brings ended the process with status {answer.Status}:", lines),
            answer.Error);
    }

    private static PartsDescription? Parse(string output)
    {
        try
        {
            return JsonSerializer.Deserialize<PartsDescription>(output, Json.Options);
        }
        catch (JsonException)
        {
            return null; // what it said instead is told
        }
    }
}
