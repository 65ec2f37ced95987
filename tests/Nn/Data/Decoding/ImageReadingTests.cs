using System.Runtime.Versioning;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Auditing;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Decoding;

/// <summary>What cannot be read is told at once, by path, with its reason. Nothing waits, and nothing throws.</summary>
public sealed class ImageReadingTests : IDisposable
{
    private static readonly byte[] OddName = [(byte)'c', (byte)'a', (byte)'f', 0xE9, (byte)'.', (byte)'p', (byte)'n', (byte)'g'];

    private readonly DataSetFolder _set = DataSetFolder.OfTwoClasses();

    private string Folder => Path.Combine(_set.Root, "Training", "a");

    public void Dispose() => _set.Dispose();

    public static TheoryData<string, string> Unreadable { get; } = new()
    {
        { "dangling", "a link to '/no/such/image.png', which is not there" },
        { "loop", "a link that leads back to itself" },
        { "fifo", "a FIFO (named pipe), not a file" },
        { "socket", "a socket, not a file" },
        { "device", "a device, not a file" },
        { "folder", "a folder under the name of an image" },
        { "link to a fifo", "a FIFO (named pipe), not a file" },
        { "empty", "the file is empty" },
        { "3 GB", "the file has 3.0 GB; images of at most 512 MB are read" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_is_no_file_is_listed_by_the_check_with_its_reason(string kind, string reason)
    {
        Make(kind);

        var report = Audit.Of(_set.Root, Deadline.Token);

        Assert.Equal([new UnreadableImage("Training/a/x.png", reason)], report.Unreadable);
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_is_no_file_ends_a_start_or_is_left_out(string kind, string reason)
    {
        Make(kind);

        var fault = Assert.Throws<InvalidInputException>(() => _set.Prepare());
        var info = _set.Prepare(OnBadImage.Skip);

        Assert.Contains($"Training/a/x.png: {reason}", fault.Message, StringComparison.Ordinal);
        Assert.Equal([$"Training/a/x.png: {reason}"], info.Skipped);
        Assert.Equal((6, 4), (info.TrainCount, info.TestCount));
    }

    [Fact]
    public void A_name_that_is_not_UTF8_is_shown_with_its_bytes()
    {
        SpecialFiles.Named(Folder, OddName, TestImages.Plain(1));
        try
        {
            var info = _set.Prepare(OnBadImage.Skip);
            var report = Audit.Of(_set.Root, Deadline.Token);

            Assert.Equal([@"Training/a/caf\xE9.png: its name is not UTF-8 (its odd bytes are shown as \x): rename it"], info.Skipped);
            Assert.Equal([@"Training/a/caf\xE9.png"], report.Unreadable.Select(image => image.Path));
        }
        finally
        {
            SpecialFiles.Remove(Folder, OddName);
        }
    }

    [Fact]
    public void A_name_that_holds_the_sign_for_odd_bytes_itself_is_a_name_like_others()
    {
        _set.Put("Training/a/\uFFFD.png", TestImages.Plain(1));

        Assert.Equal(7, _set.Prepare().TrainCount);
    }

    [Theory]
    [InlineData(new byte[] { 0xE9 }, @"\xE9")]
    [InlineData(new byte[] { 0x61, 0xC3, 0xA9, 0xC3 }, @"aé\xC3")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80, 0x62 }, @"\xED\xA0\x80b")]
    public void Odd_bytes_are_escaped_and_the_rest_is_text(byte[] name, string text) => Assert.Equal(text, RawNames.Escaped(name));

    [Fact]
    public void A_file_that_vanished_since_it_was_listed_is_gone() =>
        Assert.Equal(new FileReading(null, "the file is gone"), ImageReading.Read(Path.Combine(Folder, "never.png")));

    [Theory]
    [InlineData(FileKind.Forbidden, 0, "the file may not be read (permission denied)")]
    [InlineData(FileKind.Missing, 0, "the file is gone")]
    [InlineData(FileKind.Regular, 512_000_000, null)]
    [InlineData(FileKind.Regular, 512_000_001, "the file has 0.5 GB; images of at most 512 MB are read")]
    public void Kinds_have_words(object kind, long length, string? words) => Assert.Equal(words, ImageReading.Objection(new FileFacts((FileKind)kind, length), null));

    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_file_that_nobody_may_read_has_a_reason()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Whoever runs the tests may read everything.");
        var path = Path.Combine(Folder, "0.png");
        File.SetUnixFileMode(path, UnixFileMode.None);

        Assert.Equal(new FileReading(null, "the file may not be read (permission denied)"), ImageReading.Read(path));
    }

    [Fact]
    public void What_could_not_be_read_is_looked_at_again_the_next_time()
    {
        Make("fifo");
        _set.Prepare(OnBadImage.Skip);

        Assert.Empty(Directory.GetFiles(_set.Cache, "source-*.json"));
    }

    [Fact]
    public void Too_many_open_files_are_no_fault_of_the_image()
    {
        Assert.All(new[] { 12, 23, 24, 110, 116 }, error => Assert.True(ErrorNumbers.IsPassing(error)));
        Assert.All(new[] { 2, 5, 13, 40 }, error => Assert.False(ErrorNumbers.IsPassing(error)));
    }

    private void Make(string kind)
    {
        var path = Path.Combine(Folder, "x.png");
        switch (kind)
        {
            case "dangling":
                File.CreateSymbolicLink(path, "/no/such/image.png");
                break;
            case "loop":
                File.CreateSymbolicLink(path, path);
                break;
            case "fifo":
                SpecialFiles.Fifo(path);
                break;
            case "link to a fifo":
                SpecialFiles.Fifo(Path.Combine(_set.Root, "pipe"));
                File.CreateSymbolicLink(path, Path.Combine(_set.Root, "pipe"));
                break;
            case "socket":
                SpecialFiles.Socket(path);
                break;
            case "device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            default:
                using (var file = File.Create(path)) file.SetLength(3_000_000_000); // sparse
                break;
        }
    }
}
