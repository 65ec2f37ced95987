using System.Security.Cryptography;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Actors.Storage;

/// <summary>The value of <c>sweep.data</c>: a folder, a manifest or the name of phantoms, and what it stands for on disk.</summary>
public static class DataFolders
{
    /// <summary>What a user may write.</summary>
    public const string Allowed =
        $"a folder that holds a training and a test folder, a manifest (.csv, .tsv or .parquet), or {PhantomNames.Localised}, or "
        + $"{PhantomNames.Diffuse}";

    /// <summary>True for <c>phantoms-localised</c> and <c>phantoms-diffuse</c>, and for kinds of phantoms that there are not.</summary>
    public static bool IsPhantoms(string data) => data.StartsWith("phantoms-", StringComparison.Ordinal);

    /// <summary>The name of phantoms as it is, or a folder's full path, taken from the current folder. The folder need not exist.</summary>
    /// <returns>Null where the text can be neither.</returns>
    public static string? FullName(string text) =>
        PhantomNames.KindOf(text) is not null ? text
        : text.Length == 0 || text.Contains('\0', StringComparison.Ordinal) ? null
        : Path.TrimEndingDirectorySeparator(Path.GetFullPath(text));

    /// <summary>Whether a spec may have it: a full path, or the name of phantoms.</summary>
    public static bool IsFullName(string data) => Path.IsPathRooted(data) || PhantomNames.KindOf(data) is not null;

    /// <summary>Whether there is a folder, or the file of a manifest.</summary>
    public static bool IsThere(string data) => Directory.Exists(data) || File.Exists(data);

    /// <summary>The images of a data set that is no phantoms, before it is decoded.</summary>
    /// <exception cref="InvalidInputException">It is no data set.</exception>
    internal static ImageListing List(OpenImages request) => SpecOf(request, request.Data).List();

    /// <summary>How a data set is read that lies at a place.</summary>
    internal static DataSpec SpecOf(OpenImages request, string place) => new(place)
    {
        OnBadImage = request.OnBadImage,
        Depth = request.Depth,
        Form = request.Form ?? ImageForm.Usual,
        EvaluateOn = request.EvaluateOn,
        Source = request.Source is { Plugin: null } own ? own.Name : null,
        Columns = request.Columns ?? ManifestColumns.Usual,
        Content = request.Pinned?.Content,
        FirstDecoded = request.FirstDecoded,
    };

    /// <summary>The folder; phantoms are drawn into the cache first where they are not there yet.</summary>
    /// <exception cref="InvalidInputException">A kind of phantoms that there is not.</exception>
    public static string Resolve(
        string data, PhantomSpec? phantoms, string cache, IProgress<PhantomProgress>? progress, CancellationToken cancel)
    {
        if (!IsPhantoms(data)) return data;
        if (PhantomNames.KindOf(data) is not { } kind) throw new InvalidInputException(
            $"sweep.data: '{data}' is no data set; allowed: {Allowed}.");

        var spec = (phantoms ?? new PhantomSpec(kind)) with { Kind = kind };
        var key = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(spec, Json.Options)))[..16];
        var folder = Path.Combine(cache, $"{data}-{key}");
        PhantomFolder.Write(folder, spec, progress, cancel);
        return folder;
    }
}
