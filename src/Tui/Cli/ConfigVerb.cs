using System.CommandLine;
using System.CommandLine.Completions;
using ActorGaze.Actors.Persistence.Stores;
using ActorGaze.Actors.Settings;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>config [KEY]</c>: the settings, what they are now, and where that comes from.</summary>
internal static class ConfigVerb
{
    private const string Hidden = "(hidden)";

    public static Command Make(Surroundings around)
    {
        var key = new Argument<string?>("KEY")
        {
            Description = "A key, such as training.epochs, or a section, such as training. Without it: every key.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "KEY", // else the help lists every key, between angle brackets
        };
        key.CompletionSources.Add(_ => Keys.Paths.Select(path => new CompletionItem(path)));
        var file = new Option<string?>("--file") { Description = "A sweep file: the settings as it has them.", HelpName = "SWEEP.conf" };
        const string Does = "Lists the settings, or explains one: its value and where it comes from, what is allowed, and why it is there.";
        var command = new Command("config", Does) { key, file };
        command.SetAction(parsed => Show(Call.Of(parsed, around), parsed.GetValue(key), parsed.GetValue(file)));
        return command;
    }

    private static int Show(Call call, string? asked, string? file)
    {
        var all = SweepFile.Present(file, call.Sets, call.Around.Environment, call.Around.Plugins.Describe)
            .Select(present => Line.Of(present.Key, Remembered(present.Setting, call.StateFolder))).ToArray();
        if (all.FirstOrDefault(line => line.Key == asked) is { } one) call.Say(one, Explained);
        else call.Say(asked is null ? all : Below(asked, all), Table);
        return ExitStatus.Well;
    }

    /// <summary>Where no setting says where the journal is, the state folder does.</summary>
    private static Setting Remembered(Setting setting, string stateFolder) =>
        setting is { Key: "journal.url", Values: [""] } && RememberedJournal.Read(new StateFolder(stateFolder)) is { } address
            ? setting with { Origin = new StateFolder(stateFolder).JournalUrl, Values = [address.ToString()] }
            : setting;

    private static Line[] Below(string section, Line[] all) =>
        all.Where(line => line.Key.StartsWith(section + ".", StringComparison.Ordinal)).ToArray() is { Length: > 0 } below
            ? below
            : throw new InvalidInputException($"config: {section}: there is no such key. {Keys.Advice(section)}");

    private static IEnumerable<string> Table(IReadOnlyList<Line> lines) => TextTable.Lines(
        [new("key"), new("value"), new("from")], [.. lines.Select(line => (IReadOnlyList<string>)[line.Key, line.Value, line.From])]);

    private static IEnumerable<string> Explained(Line line)
    {
        (string Name, string? Text)[] facts =
        [
            ("key", line.Key), ("value", line.Value), ("from", line.From), ("default", line.Default),
            ("type", line.Type), ("allowed", line.Allowed), ("unit", line.Unit), ("reason", line.Reason),
        ];
        return facts.Where(fact => fact.Text is not null).Select(fact => $"{fact.Name,-10}{fact.Text}");
    }

    /// <summary>One key as it is shown. Values are as a file has them.</summary>
    /// <param name="From"><c>default</c>, the file's path, or <c>--set</c>.</param>
    /// <param name="Unit">Null where the value says it itself.</param>
    private sealed record Line(
        string Key, string Value, string From, string Default, string Type, string Allowed, string? Unit, string Reason)
    {
        public static Line Of(Key key, Setting setting) => new(
            key.Path, key.Kind.IsSecret && setting.Values is not [""] ? Hidden : Reference.Written(setting), setting.Origin,
            Reference.Written(key.Default), key.Kind.Type, key.Kind.Allowed, key.Unit.Length == 0 ? null : key.Unit, key.Reason);
    }
}
