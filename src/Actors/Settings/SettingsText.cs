using System.Globalization;
using System.Text;
using ActorGaze.Nn;

namespace ActorGaze.Actors.Settings;

/// <summary>
/// Reads the text of a settings file, whatever it turns out to be: a file, a pipe such as <c>&lt;(…)</c>, a device.
/// It reads no more than a settings file can hold, and waits no longer than a person would.
/// </summary>
internal static class SettingsText
{
    public const int Largest = 1_000_000; // bytes

    private const string Allowed = "allowed: UTF-8, which an editor's 'save as' offers.";

    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <exception cref="InvalidInputException">No file, no right to read it, no end of it, or no UTF-8.</exception>
    public static string Read(string path, TimeSpan patience)
    {
        if (Directory.Exists(path)) throw new InvalidInputException($"{path}: found a folder; allowed: a sweep file.");
        if (!File.Exists(path)) throw new InvalidInputException($"{path}: there is no such file; allowed: a sweep file.");
        try
        {
            var reading = new Reading(path);
            if (!reading.Ended(patience))
            {
                throw new InvalidInputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: found no end within {patience.TotalSeconds:0.###} s, after {reading.Length} bytes")
                    + " (a pipe that nobody writes to, or a terminal); allowed: a sweep file.");
            }

            return reading.Length <= Largest
                ? Text(reading.Bytes.Span, path)
                : throw new InvalidInputException($"{path}: found more than {Largest} bytes; allowed: a sweep file of at most {Largest}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Strict: a byte that is no UTF-8 is named with its line. A byte order mark may stand first.</summary>
    internal static string Text(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) throw new InvalidInputException($"{path}: found UTF-16; {Allowed}");
        var (at, line) = (0, 1);
        while (at < bytes.Length)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out var rune, out var length) != System.Buffers.OperationStatus.Done)
                throw new InvalidInputException($"{path}: line {line}: found the byte 0x{bytes[at]:X2}, which is not UTF-8; {Allowed}");
            if (rune.Value == '\n') line++;
            at += length;
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>
    /// Opening a pipe waits for its writer, and nothing ends that wait: it is left to a thread that does not keep the program.
    /// </summary>
    private sealed class Reading
    {
        private readonly byte[] _bytes = new byte[Largest + 1];
        private readonly Thread _thread;
        private Exception? _failure;
        private volatile int _length;

        public Reading(string path)
        {
            _thread = new Thread(() => ReadAll(path)) { IsBackground = true, Name = "settings file" };
            _thread.Start();
        }

        public int Length => _length;

        public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

        public bool Ended(TimeSpan patience)
        {
            if (!_thread.Join(patience)) return false;
            return _failure is null ? true : throw _failure;
        }

        private void ReadAll(string path)
        {
            try
            {
                using var stream = new FileStream(
                    path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                while (_length < _bytes.Length && stream.Read(_bytes, _length, _bytes.Length - _length) is > 0 and var read)
                    _length += read;
            }
            catch (Exception e) // told by whoever waits
            {
                _failure = e;
            }
        }
    }
}
