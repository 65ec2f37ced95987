using System.Security.Cryptography;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Phantoms;

namespace ActorGaze.Actors.Storage;

/// <summary>What the name of a data set stands for on disk.</summary>
public static class DataFolders
{
    private const string Prefix = "phantoms-";

    /// <summary>Phantoms as they come: enough to learn from in a minute.</summary>
    public static PhantomSpec DefaultPhantoms(PhantomKind kind) => new(kind);

    /// <summary>True for <c>phantoms-localised</c> and <c>phantoms-diffuse</c>.</summary>
    public static bool IsPhantoms(string data) => data.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Images of a data folder, before it is decoded.</summary>
    /// <exception cref="InvalidInputException">The folder is no data set.</exception>
    public static int CountOf(string data)
    {
        var folder = ImageFolder.Scan(data);
        return folder.Train.Length + folder.Test.Length;
    }

    /// <summary>The folder; phantoms are drawn into the cache first where they are not there yet.</summary>
    /// <exception cref="InvalidInputException">A kind of phantoms that there is not.</exception>
    public static string Resolve(string data, PhantomSpec? phantoms, string cache, IProgress<PhantomProgress>? progress, CancellationToken cancel)
    {
        if (!IsPhantoms(data)) return data;
        if (!Enum.TryParse<PhantomKind>(data[Prefix.Length..], ignoreCase: true, out var kind))
            throw new InvalidInputException($"sweep.data: '{data}' is no data set; allowed are a folder, phantoms-localised and phantoms-diffuse.");

        var spec = (phantoms ?? DefaultPhantoms(kind)) with { Kind = kind };
        var key = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(spec, Json.Options)))[..16];
        var folder = Path.Combine(cache, $"{data}-{key}");
        PhantomFolder.Write(folder, spec, progress, cancel);
        return folder;
    }
}
