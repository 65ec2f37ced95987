using System.Runtime.InteropServices;

namespace ActorGaze.Tui.Cli;

/// <summary>What a signal asks for.</summary>
internal enum SignalMeaning
{
    /// <summary>Save everything, then leave.</summary>
    Save,

    /// <summary>Nothing that was not asked for already.</summary>
    Echo,

    /// <summary>Leave at once, whatever is not saved.</summary>
    LeaveNow,
}

/// <summary>What a signal means after the ones before it. Pure.</summary>
internal static class SignalRule
{
    /// <summary>
    /// <c>timeout</c> signals its child and then the child's group; a terminal that closes and a service manager signal twice too. A person
    /// who insists waits this long.
    /// </summary>
    public static readonly TimeSpan EchoTime = TimeSpan.FromSeconds(2);

    /// <param name="sinceFirst">The time since the first signal; null: this is the first.</param>
    public static SignalMeaning Of(PosixSignal signal, TimeSpan? sinceFirst) => sinceFirst switch
    {
        null => SignalMeaning.Save,
        _ when signal == PosixSignal.SIGHUP => SignalMeaning.Echo, // a terminal that goes away insists on nothing
        var since => since < EchoTime ? SignalMeaning.Echo : SignalMeaning.LeaveNow,
    };
}
