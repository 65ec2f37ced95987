using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Cli;

/// <summary>Whether a state folder's journal knows a sweep with a data folder: one that is not there is waited for then.</summary>
internal static class KnownData
{
    public static Func<JournalAddress?, string, string, bool> Of(string stateFolder) => (address, sweep, data) =>
    {
        try
        {
            return Admission.Knows(JournalReader.Open(stateFolder, address).Sweeps(), sweep, data);
        }
        catch (InvalidInputException)
        {
            return false; // no journal, or none that can be read: whoever opens it for work says so
        }
    };
}
