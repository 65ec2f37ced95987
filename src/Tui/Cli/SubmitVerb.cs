using System.CommandLine;
using ActorGaze.Actors.Settings;
using ActorGaze.Tui.Client;

namespace ActorGaze.Tui.Cli;

/// <summary><c>submit SWEEP.conf…</c>: hands sweeps to the running engine.</summary>
internal static class SubmitVerb
{
    public static Command Make(Surroundings around)
    {
        var files = new Argument<string[]>("SWEEP.conf") { Description = "Sweep files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("submit", "Hands sweeps to the running engine. Handed in again, they change nothing, or ask for more.") { files };
        command.SetAction((parsed, cancel) => SubmitAsync(Call.Of(parsed, around), parsed.GetRequiredValue(files), cancel));
        return command;
    }

    private static async Task<int> SubmitAsync(Call call, IReadOnlyList<string> files, CancellationToken cancel)
    {
        var sweeps = files.Select(file => (File: file, Settings: SweepFile.Load(file, call.Sets, call.Around.Environment, KnownData.Of(call.StateFolder)))).ToArray();
        using var client = new EngineClient(call.StateFolder);
        await client.EngineAsync(cancel).ConfigureAwait(false);
        var answers = new List<Submitted>();
        foreach (var (file, settings) in sweeps)
        {
            if (AsText(settings.Engine) != AsText(SweepFile.EngineAlone([])))
                call.Around.Error.WriteLine($"actorgaze: {file}: its engine, log and seq settings are left aside; the running engine has its own.");
            answers.Add((await client.SubmitAsync(settings.Sweep, cancel).ConfigureAwait(false))
                .Match(text => new Submitted(settings.Sweep.Name, true, text), reason => new Submitted(settings.Sweep.Name, false, reason)));
        }

        call.Say(answers, all => all.Select(answer => answer.Text));
        return answers.All(answer => answer.Accepted) ? ExitStatus.Well : ExitStatus.WrongInput;
    }

    private static string AsText(EngineSettings engine) => System.Text.Json.JsonSerializer.Serialize(engine, Actors.Persistence.Json.Options);

    private sealed record Submitted(string Sweep, bool Accepted, string Text);
}
