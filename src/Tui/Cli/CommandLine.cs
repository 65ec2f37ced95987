using System.CommandLine;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Persistence.Sqlite;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Logging;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;
using Akka.Actor;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Tui.Cli;

/// <summary>The program's verbs, and the one place where what goes wrong becomes a message and an exit status.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Surroundings around)
    {
        around = around with { Error = new SafeWriter(around.Error) }; // messages name what came from outside
        var parsed = Root(around).Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (var error in parsed.Errors) around.Error.WriteLine($"actorgaze: {error.Message}");
            around.Error.WriteLine("actorgaze: --help shows what there is.");
            return ExitStatus.WrongInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // the verbs that have something to save listen for signals themselves
                Output = around.Out,
                Error = around.Error,
            }).ConfigureAwait(false);
        }
        catch (BrokenPartException e)
        {
            around.Error.WriteLine($"actorgaze: {e.Message}");
            foreach (var line in e.CodeStack?.Split('\n') ?? []) around.Error.WriteLine($"  {line.TrimEnd()}");
            return ExitStatus.WrongInput;
        }
        catch (InvalidInputException e)
        {
            around.Error.WriteLine($"actorgaze: {e.Message}");
            return ExitStatus.WrongInput;
        }
        catch (EngineGoneException e)
        {
            around.Error.WriteLine($"actorgaze: {e.Message}");
            return ExitStatus.NoEngine;
        }
        catch (StateFolderLostException e)
        {
            around.Error.WriteLine($"actorgaze: {e.Message}");
            return ExitStatus.Prevented;
        }
        catch (Exception e) when (e is EngineBusyException or AskTimeoutException)
        {
            var why = e is EngineBusyException ? e.Message : "The engine is too busy to answer; try again in a moment.";
            around.Error.WriteLine($"actorgaze: {why}");
            return ExitStatus.Busy;
        }
        catch (EngineBugException e)
        {
            around.Error.WriteLine($"actorgaze: {e.Message}");
            return ExitStatus.Bug;
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Interrupted; // only verbs with nothing to save let it come this far
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            return ExitStatus.Well; // whoever read the output has seen enough
        }
        catch (Exception e) when (e is PreventedException or IOException or UnauthorizedAccessException || IsOfDisk(e))
        {
            around.Error.WriteLine($"actorgaze: {e.Message.Split('\n')[0]}");
            return ExitStatus.Prevented;
        }
        catch (Exception e)
        {
            around.Error.WriteLine($"actorgaze: something went wrong that should not have: {e.Message.Split('\n')[0]}");
            if (Limits.OfThisProcess().Suspicion is { } suspicion) around.Error.WriteLine($"actorgaze: {suspicion}");
            around.Error.WriteLine($"actorgaze: {Logs.LastWords(StateFolder(parsed, around), e)}");
            return ExitStatus.Bug;
        }
    }

    private const int BrokenPipe = 32; // EPIPE

    private static bool IsOfDisk(Exception e) => e is SqliteException of && Databases.IsOfDisk(of);

    internal static RootCommand Root(Surroundings around)
    {
        var root = Verbs(around);
        foreach (var verb in UpVerb.Make(around).Concat(SteerVerbs.Make(around))) root.Add(verb);
        return root;
    }

    private static RootCommand Verbs(Surroundings around) =>
        new("ActorGaze: trains classifiers that look at the same place for the same class, and measures whether they are better for it.")
    {
        GlobalOptions.State,
        GlobalOptions.Json,
        GlobalOptions.Plain,
        GlobalOptions.Set,
        RunVerb.Make(around),
        SubmitVerb.Make(around),
        WaitVerb.Make(around),
        TuiVerb.Make(around),
        PsVerb.Make(around),
        ShowVerb.Make(around),
        EventsVerb.Make(around),
        LogVerb.Make(around),
        ResultsVerb.Make(around),
        ReportVerb.Make(around),
        ExportVerb.Make(around),
        CamVerb.Make(around),
        GazeVerb.Make(around),
        VerifyVerb.Make(around),
        BackupVerb.Make(around),
        JournalVerb.Make(around),
        DataVerb.Make(around),
        PartsVerb.Make(around),
        ConfigVerb.Make(around),
        DoctorVerb.Make(around),
        WorkerVerb.Make(around),
        ClusterVerb.Make(around),
    };

    private static string? StateFolder(ParseResult parsed, Surroundings around)
    {
        try
        {
            return StatePath.Of(parsed.GetValue(GlobalOptions.State), around.Environment);
        }
        catch (InvalidInputException)
        {
            return null; // the first thing that went wrong is the one to tell
        }
    }
}
