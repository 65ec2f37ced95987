using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace ActorGaze.Actors.Contracts.Serialization;

/// <summary>Writes records as JSON under the names of <see cref="Manifests"/>.</summary>
public sealed class JournalSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 1979;

    public override string Manifest(object o) => Manifests.Of(o.GetType());

    public override byte[] ToBinary(object obj) => Write(obj);

    public override object FromBinary(byte[] bytes, string manifest) => Read(bytes, manifest);

    public static byte[] Write(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, obj.GetType(), Json.Kept);

    /// <exception cref="InvalidOperationException">An unknown manifest, or bytes that are not what it says.</exception>
    public static object Read(ReadOnlySpan<byte> bytes, string manifest)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, Manifests.Named(manifest), Json.Kept)
                ?? throw new InvalidOperationException($"'{manifest}' was written as null.");
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"Bytes under the manifest '{manifest}' cannot be read: {e.Message}", e);
        }
    }
}
