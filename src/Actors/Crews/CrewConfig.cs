using Akka.Configuration;

namespace ActorGaze.Actors.Crews;

/// <summary>What a crew asks of the actor system that it lives in.</summary>
internal static class CrewConfig
{
    /// <summary>A trainer has a thread of its own, and takes one message at a time.</summary>
    public static Config Dispatchers =>
        ConfigurationFactory.ParseString("actorgaze.trainer-dispatcher { type = PinnedDispatcher, throughput = 1 }");
}
