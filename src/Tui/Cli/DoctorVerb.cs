using System.CommandLine;
namespace ActorGaze.Tui.Cli;
internal static class DoctorVerb { public static Command Make(Surroundings around) => new("doctor"); }
