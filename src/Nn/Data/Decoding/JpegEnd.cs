using System.Buffers.Binary;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>Whether a JPEG file reaches its end marker.</summary>
/// <remarks>Zeros, as an interrupted copy leaves them, a decoder takes for pixels without a word: the lower part of the image is then
/// plain.</remarks>
internal static class JpegEnd
{
    private const byte EndOfImage = 0xD9;

    public static bool IsThere(ReadOnlySpan<byte> file)
    {
        var at = 2;
        while (at < file.Length && file[at..].IndexOf((byte)0xFF) is >= 0 and var ahead)
        {
            at += ahead + 1;
            if (at >= file.Length) return false;

            switch (file[at])
            {
                case EndOfImage:
                    return true;
                case 0xFF: // a fill byte: the next one may be the marker
                    break;
                case 0x00 or 0x01 or (>= 0xD0 and <= 0xD7): // within a scan: a stuffed byte, or a restart
                    at++;
                    break;
                default: // a segment, which may hold anything, a preview's end marker included
                    if (at + 2 >= file.Length) return false;
                    at += 1 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 1)..]);
                    break;
            }
        }

        return false;
    }
}
