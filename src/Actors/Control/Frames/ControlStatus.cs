using ActorGaze.Actors.Contracts;

namespace ActorGaze.Actors.Control.Frames;

/// <summary>Refusals as HTTP's numbers, and back. Pure.</summary>
internal static class ControlStatus
{
    public static int Of(Refusal kind) => kind switch
    {
        Refusal.NotPossible => 409,
        Refusal.WrongInput => 422,
        Refusal.TryAgain => 503,
        Refusal.Prevented => 507,
        Refusal.EngineBug => 500,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A number that no engine of today sends says as much as its hundred does.</summary>
    public static Refusal KindOf(int status) => status switch
    {
        409 => Refusal.NotPossible,
        429 or 503 => Refusal.TryAgain,
        507 => Refusal.Prevented,
        >= 500 => Refusal.EngineBug,
        _ => Refusal.WrongInput,
    };
}
