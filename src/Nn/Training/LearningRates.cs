namespace ActorGaze.Nn.Training;

/// <summary>The course of the learning rate, step by step: a pure function of where training stands.</summary>
public static class LearningRates
{
    /// <summary>
    /// The rate of the step that follows. Step i of the warm-up's n has (i + 1)/n of the course's rate (Goyal et al., arXiv 1706.02677,
    /// after every step). The cosine is least + (rate − least)·(1 + cos πp)/2, where p is the share of its epochs behind the warm-up
    /// (Loshchilov and Hutter, arXiv 1608.03983, without restarts; PyTorch's CosineAnnealingLR, after every step), and the least rate after
    /// them.
    /// </summary>
    /// <param name="epochs">Of the run; at least 1.</param>
    /// <param name="plateau">The rate of the plateau, where that is the schedule.</param>
    /// <param name="at">Where training stands before the step.</param>
    /// <param name="stepsPerEpoch">At least 1.</param>
    public static double At(TrainingSpec spec, int epochs, double plateau, TrainingPosition at, int stepsPerEpoch)
    {
        var course = spec.Schedule switch
        {
            LearningSchedule.Plateau => plateau,
            LearningSchedule.Cosine => Cosine(spec, spec.ScheduleEpochs ?? epochs, at, stepsPerEpoch),
            LearningSchedule.Constant => spec.LearningRate,
            _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Schedule, "No such schedule."),
        };
        if (at.EpochsDone >= spec.WarmupEpochs) return course;
        var (done, all) = (((long)at.EpochsDone * stepsPerEpoch) + at.StepsIntoNext + 1, (long)spec.WarmupEpochs * stepsPerEpoch);
        return course * Math.Min(1.0, (double)done / all);
    }

    private static double Cosine(TrainingSpec spec, int epochs, TrainingPosition at, int stepsPerEpoch)
    {
        var behind = at.EpochsDone + ((double)at.StepsIntoNext / stepsPerEpoch) - spec.WarmupEpochs;
        if (behind <= 0) return spec.LearningRate;
        var share = Math.Min(1.0, behind / Math.Max(1, epochs - spec.WarmupEpochs));
        return spec.LeastRate + ((spec.LearningRate - spec.LeastRate) * (1 + Math.Cos(Math.PI * share)) / 2);
    }
}
