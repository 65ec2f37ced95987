using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Tui.Reports;

/// <summary>
/// What decides a run's bits beside the program's own keys: the parameters of its parts, by their keys in a sweep file, and the assembly
/// that brings the parts. Pure.
/// </summary>
internal static class PartSettings
{
    /// <summary>The SHA-256 of the assembly, in hex.</summary>
    public const string Assembly = "plugin.sha256";

    /// <param name="accepted">The SHA-256 of an assembly that was accepted in place of the spec's; null: none was.</param>
    /// <returns>None where all of a run's parts are the program's own and have no parameters.</returns>
    public static IEnumerable<(string Path, string Value)> Of(RunSpec run, string? accepted) =>
    [
        .. from kind in PartKinds.All
           let part = run.Part(kind)
           where part is not null
           from parameter in part.Parameters
           select ($"{kind.Section()}{parameter.Key}", parameter.Value),
        .. from parameter in run.Loss.Curriculum.Shape.Parameters
           where run.Loss.Term is not null
           select ($"loss.shape.{parameter.Key}", parameter.Value),
        .. run.Accepting(accepted).Plugins().Take(1).Select(plugin => (Assembly, plugin.Sha256)),
    ];
}
