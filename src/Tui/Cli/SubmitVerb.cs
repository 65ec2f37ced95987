using System.CommandLine;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Settings;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>submit SWEEP.conf…</c>: hands sweeps to the running engine.</summary>
internal static class SubmitVerb
{
    public static Command Make(Surroundings around)
    {
        var files = new Argument<string[]>("SWEEP.conf") { Description = "Sweep files.", Arity = ArgumentArity.OneOrMore };
        var command =
            new Command("submit", "Hands sweeps to the running engine. Handed in again, they change nothing, or ask for more.") { files };
        command.SetAction((parsed, cancel) => SubmitAsync(Call.Of(parsed, around), parsed.GetRequiredValue(files), cancel));
        return command;
    }

    private static async Task<int> SubmitAsync(Call call, IReadOnlyList<string> files, CancellationToken cancel)
    {
        var sweeps = files.Select(file =>
            (File: file, Settings: SweepFile.Load(file, call.Sets, call.Around.Environment, KnownData.Of(call.StateFolder),
            call.Around.Plugins.Describe))).ToArray();
        using var client = new EngineClient(call.StateFolder, call.Warn);
        await StartingEngine.UntilItListensAsync(call.StateFolder, call.Around.Clock, cancel).ConfigureAwait(false);
        await client.EngineAsync(cancel).ConfigureAwait(false); // before anything is handed in
        var answers = new List<Submitted>();
        foreach (var (file, settings) in sweeps)
        {
            if (AsText(settings.Engine) != AsText(SweepFile.EngineAlone([])))
                call.Warn($"{file}: its engine, log and seq settings are left aside; the running engine has its own.");
            answers.Add(Submitted.Of(settings.Sweep.Name, await client.SubmitAsync(settings.Sweep, cancel).ConfigureAwait(false)));
        }

        call.SayAnswers(answers, answer => (answer.Accepted, answer.Text));
        // the file asks for what cannot be
        return ExitStatus.Of(answers.Select(answer => answer.Refusal), notPossible: ExitStatus.WrongInput);
    }

    private static string AsText(EngineSettings engine) => System.Text.Json.JsonSerializer.Serialize(engine, Json.Options);

    private sealed record Submitted(string Sweep, bool Accepted, string Text)
    {
        public Refusal? Refusal { get; init; }

        public static Submitted Of(string sweep, Answer answer) => answer is Answer.Refused refused
            ? new Submitted(sweep, false, refused.Reason) { Refusal = refused.Kind }
            : new Submitted(sweep, true, answer.Match(text => text, reason => reason));
    }
}
