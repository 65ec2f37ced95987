namespace ActorGaze.Nn.Data.Folders;

/// <summary>How many images a class has in a split, 'training' or 'test'.</summary>
public sealed record ClassCount(string Split, string Class, int Images);
