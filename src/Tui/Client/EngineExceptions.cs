using ActorGaze.Actors.Contracts;
using ActorGaze.Nn;

namespace ActorGaze.Tui.Client;

/// <summary>No engine answers, or it went away while it was listened to.</summary>
internal class EngineGoneException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What an engine sent cannot be read.</summary>
internal sealed class BrokenAnswerException(string message, Exception inner) : EngineGoneException(message, inner);

/// <summary>An engine answers whose contract has another major version: it and this program do not understand each other.</summary>
internal sealed class EngineVersionException(string message) : EngineGoneException(message);

/// <summary>The engine has no time now; the same in a moment may be answered.</summary>
internal sealed class EngineBusyException(string message) : Exception(message);

/// <summary>The engine says that it has a bug.</summary>
internal sealed class EngineBugException(string message) : Exception(message);

/// <summary>A refusal where nothing else can be done: as what ends the program with its own exit status.</summary>
internal static class Refusals
{
    public static Exception ToException(this Answer.Refused refused) => refused.Kind switch
    {
        Refusal.TryAgain => new EngineBusyException(refused.Reason),
        Refusal.Prevented => new PreventedException(refused.Reason),
        Refusal.EngineBug => new EngineBugException(refused.Reason),
        _ => new InvalidInputException(refused.Reason),
    };
}
