using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ActorGaze.Actors.Cluster;

/// <summary>
/// Stands where Akka has a serializer that makes objects of whatever type a message names. Only records with a manifest pass.
/// </summary>
internal abstract class Refusing(ExtendedActorSystem system) : Serializer(system)
{
    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType()} has no manifest and is sent to no machine.");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException("A message without a manifest of ours was refused.");
}

/// <summary>In the place of the serializer of any object (identifier 1).</summary>
internal sealed class NoObjects(ExtendedActorSystem system, Config settings) : Refusing(system)
{
    /// <summary>Akka has settings for the serializer that stood here before.</summary>
    public Config Settings => settings;

    public override int Identifier => 1;
}

/// <summary>In the place of the serializer by which one machine starts any actor on another (identifier 3).</summary>
internal sealed class NoDeployment(ExtendedActorSystem system) : Refusing(system)
{
    public override int Identifier => 3;
}
