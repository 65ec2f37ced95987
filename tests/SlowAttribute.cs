using Xunit.v3;

namespace ActorGaze.Tests;

/// <summary>A test class that starts actor systems, engines or processes, or trains: the fast tier leaves it out (trait Tier = Slow).</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SlowAttribute : Attribute, ITraitAttribute
{
    public const string Tier = "Tier";
    public const string Slow = "Slow";

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Tier, Slow)];
}
