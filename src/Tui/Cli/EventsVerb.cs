using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Training;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>events RUN</c>: a run's journal as a timeline.</summary>
internal static class EventsVerb
{
    public static Command Make(Surroundings around)
    {
        var name = new Argument<string>("RUN") { Description = "A run's name, as ps lists it." };
        var command = new Command("events", "Tells a run's journal, event by event.") { name };
        command.SetAction(parsed =>
        {
            var call = Call.Of(parsed, around);
            call.CheckSets();
            var journal = call.Journal();
            var run = journal.RequiredRun(parsed.GetRequiredValue(name), call.StateFolder);
            var events = journal.EventsOf(run.Spec!.Id);
            if (call.Json) around.Out.WriteLine(JsonSerializer.Serialize(events.Select(EventDto.Of), DtoJson.Indented));
            else
                foreach (var entry in events) around.Out.WriteLine(SafeText.Reason(Line(entry)));
            return ExitStatus.Well;
        });
        return command;
    }

    internal static string Line(JournalEntry<RunEvent> entry) =>
        $"{entry.SequenceNumber,5}  {entry.Event.At.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}  "
        + $"{entry.Event.GetType().Name,-18} {EventWords.Of(entry.Event)}".TrimEnd();
}
