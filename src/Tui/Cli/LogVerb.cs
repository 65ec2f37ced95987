using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Storage;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Screens;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>
/// <c>log [RUN]</c>: the newest lines of the log, of one run or of all. It reads the state folder's files, so it needs no engine.
/// </summary>
internal static class LogVerb
{
    private const int Most = 2_000;

    public static Command Make(Surroundings around)
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "A run's name, as ps lists it. Default: every run.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var lines = new Option<int>("--lines") { Description = $"At most so many, 1 to {Most}.", DefaultValueFactory = _ => 200 };
        var filter = new Option<string>("--filter")
        {
            Description = "Only lines with all of these words: text, run:NAME, level:warning (this level or higher).",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var command = new Command("log", "Tells the newest lines of the log.") { run, lines, filter };
        lines.Validators.Add(found =>
        {
            if (found.GetValueOrDefault<int>() is < 1 or > Most) found.AddError(
                $"--lines: found {found.GetValueOrDefault<int>()}; allowed: 1 to {Most}.");
        });
        command.SetAction(parsed =>
        {
            var call = Call.Of(parsed, around);
            call.CheckSets();
            var read = LogTail.Read(new StateFolder(call.StateFolder).Logs, parsed.GetValue(lines), parsed.GetValue(run), null);
            var shown = LogRows.Of(new LogScreenState { Lines = read, Filter = parsed.GetRequiredValue(filter) });
            if (call.Json) around.Out.WriteLine(JsonSerializer.Serialize(shown.Select(LogLineDto.Of), DtoJson.Indented));
            else
                foreach (var line in shown.SelectMany(Lines)) around.Out.WriteLine(SafeText.Line(line));
            return ExitStatus.Well;
        });
        return command;
    }

    /// <summary>A line, and the stack trace below it where there is one.</summary>
    private static IEnumerable<string> Lines(LogLine line)
    {
        var whose = line.Run ?? line.Sweep;
        yield return $"{line.At.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}  {line.Level,-11}  "
            + $"{(whose is null ? "" : whose + "  ")}{line.Text.ReplaceLineEndings(" ")}";
        foreach (var part in line.Exception?.ReplaceLineEndings("\n").Split('\n') ?? []) yield return $"    {part}";
    }
}
