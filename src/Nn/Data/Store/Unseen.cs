namespace ActorGaze.Nn.Data.Store;

/// <summary>Carries a value in a record that is not compared by it: all are equal.</summary>
internal readonly struct Unseen<T>(T value) : IEquatable<Unseen<T>>
    where T : class
{
    public T? Value => value;

    public bool Equals(Unseen<T> other) => true;

    public override bool Equals(object? obj) => obj is Unseen<T>;

    public override int GetHashCode() => 0;
}
