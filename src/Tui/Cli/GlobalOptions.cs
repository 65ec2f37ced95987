using System.CommandLine;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Settings;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary>The options that every verb has.</summary>
internal static class GlobalOptions
{
    public static Option<string?> State { get; } = new("--state")
    {
        Description = "The state folder. Default: ACTORGAZE_STATE, or actorgaze in the XDG state folder (~/.local/state).",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<bool> Json { get; } =
        new("--json") { Description = "JSON, and nothing else, on standard output.", Recursive = true };

    public static Option<bool> Plain { get; } = new("--plain") { Description = "Progress as lines, also on a terminal.", Recursive = true };

    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "Overrides one setting of the sweep file. May be given several times.",
        HelpName = "KEY=VALUE",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };
}

/// <summary>One call of the program: what it was asked globally, and where.</summary>
internal sealed record Call(Surroundings Around, string StateFolder, bool Json, bool Plain, IReadOnlyList<string> Sets)
{
    public static Call Of(ParseResult parsed, Surroundings around)
    {
        string[] sets = parsed.GetValue(GlobalOptions.Set) ?? [];
        return new Call(
            around, StatePath.Of(parsed.GetValue(GlobalOptions.State), around.Environment), parsed.GetValue(GlobalOptions.Json),
            parsed.GetValue(GlobalOptions.Plain), sets);
    }

    /// <summary>A result: as JSON where that was asked for, else as lines.</summary>
    public void Say<T>(T result, Func<T, IEnumerable<string>> lines)
    {
        if (Json) Around.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(result, OptionsFor(typeof(T))));
        else
            foreach (var line in lines(result)) Around.Out.WriteLine(Rendering.SafeText.Reason(line));
    }

    private static System.Text.Json.JsonSerializerOptions OptionsFor(Type type) =>
        type.GetGenericArguments().Append(type).Any(one =>
            one.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), false))
            ? Actors.Contracts.Json.Anonymous
            : Actors.Contracts.Json.Indented;

    /// <summary>A message, apart from results.</summary>
    public void Warn(string text) => Around.Error.WriteLine($"actorgaze: {text}");

    /// <summary>
    /// What became of commands: what was done is a result, what was refused a message; with <c>--json</c> the result has both.
    /// </summary>
    public void SayAnswers<T>(IReadOnlyList<T> answers, Func<T, (bool Accepted, string Text)> told)
    {
        if (Json) Say(answers, _ => []);
        foreach (var (accepted, text) in answers.Select(told))
            if (!accepted) Warn(text);
            else if (!Json) Around.Out.WriteLine(text);
    }

    /// <summary>What the engine's settings are without a sweep file.</summary>
    public EngineSettings EngineAlone() => SweepFile.EngineAlone(Sets);

    /// <summary>The journal, in the state folder or in PostgreSQL.</summary>
    /// <exception cref="Nn.InvalidInputException">There is none, or the state folder has another one than was set.</exception>
    public JournalReader Journal() => JournalReader.Open(StateFolder, Sets.Count > 0 ? EngineAlone().Lab.Journal : null);

    /// <summary>
    /// Checks what was set for a verb that uses no setting; where nothing was, the defaults are not even read, for that takes longer than
    /// many a verb.
    /// </summary>
    public void CheckSets()
    {
        if (Sets.Count > 0) EngineAlone();
    }
}
