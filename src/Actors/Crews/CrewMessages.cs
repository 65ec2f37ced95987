using ActorGaze.Nn.Data;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Crews;

/// <summary>A batch's place in a run: which epoch (from 1), training or evaluation, and which one of it (from 0).</summary>
internal readonly record struct BatchPlace(int Epoch, bool Evaluation, int Index);

/// <summary>Demand: one batch, please. Trainer → loader.</summary>
internal sealed record NextBatch(int Attempt, BatchPlace Place);

/// <summary>One batch. Loader → trainer, who disposes it.</summary>
internal sealed record BatchReady(int Attempt, BatchPlace Place, Batch Batch);

/// <summary>What a step's correct samples looked at. Trainer → cams.</summary>
internal sealed record CamsSeen(int Attempt, TrainingPosition At, BatchGazes Gazes);

/// <summary>What the step's gazes are compared with, and how much it matters. Cams → trainer.</summary>
internal sealed record GazeTargetReady(int Attempt, TrainingPosition At, MovingClassMeans Means, double Weight);

/// <summary>The moving means a checkpoint holds. Trainer → cams, once.</summary>
internal sealed record RememberMeans(MovingClassMeans Means);
