using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Nn.Data.Store;

/// <summary>A data set's files as hashes, whatever decodes them: class names, paths and file contents.</summary>
/// <param name="Files">64 hexadecimal digits.</param>
/// <param name="Older">The content key that the first versions gave these files. It had the decoder's version in it.</param>
internal sealed record SourceKeys(string Files, string Older)
{
    /// <summary>The only decoder whose version was ever part of a content key.</summary>
    public const string OlderDecoder = "gray224-1 skia-119.0";

    public static SourceKeys Of(ImageListing folder, ImmutableArray<ImageFile> files, IReadOnlyList<byte[]> digests) =>
        new(Hash("files", folder, files, digests), Hash(OlderDecoder, folder, files, digests));

    private static string Hash(string kind, ImageListing folder, ImmutableArray<ImageFile> files, IReadOnlyList<byte[]> digests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{kind}\n{string.Join('/', folder.Classes)}\n{folder.Train.Length}\n"));
        for (var i = 0; i < files.Length; i++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(ImageLine.Of(files[i].Path, files[i].Group, folder.Classes[files[i].Label])));
            hash.AppendData(digests[i]);
        }

        return ContentStamp.Hex(hash.GetHashAndReset());
    }
}
