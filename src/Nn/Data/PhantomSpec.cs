namespace ActorGaze.Nn.Data;

public enum PhantomKind { Localised, Diffuse }

public enum PhantomBody { Head, Chest }

public sealed record PhantomSpec(PhantomKind Kind, PhantomBody Body, int Classes, int TrainPerClass, int TestPerClass, long Seed);
