using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ActorGaze.Actors.Persistence.Backups;

/// <summary>An open file, read once from its start: hashed on the way, and told how far it is.</summary>
/// <param name="handle">Stays open.</param>
/// <param name="read">Told the number of bytes of every piece.</param>
internal sealed class MeasuredStream(SafeFileHandle handle, Action<int> read, CancellationToken cancel) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true; // so that the archive's header can tell the length

    public override bool CanWrite => false;

    public override long Length { get; } = RandomAccess.GetLength(handle);

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>In lower-case hex, of what was read.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        cancel.ThrowIfCancellationRequested();
        var got = RandomAccess.Read(handle, buffer, _position);
        _hash.AppendData(buffer[..got]);
        _position += got;
        read(got);
        return got;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
