using System.CommandLine;
namespace ActorGaze.Tui.Cli;
internal static class EventsVerb { public static Command Make(Surroundings around) => new("events"); }
