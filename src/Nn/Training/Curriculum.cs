namespace ActorGaze.Nn.Training;
public static class Curriculum { public static double WeightAt(CurriculumSpec spec, double target, double progress) => throw new NotSupportedException(); }
