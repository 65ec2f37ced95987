using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Engine.Sweeps;

/// <summary>A slot is wanted for a run. Sweep → lab.</summary>
public sealed record SlotWanted(RunId Run);

/// <summary>A slot for a run. Lab → sweep.</summary>
public sealed record SlotGranted(RunId Run, string Device);

/// <summary>A command for one run, on its way down.</summary>
public sealed record ForRun(RunId Run, RunCommand Command);
