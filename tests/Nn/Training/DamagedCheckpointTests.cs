using System.Buffers.Binary;
using System.Text;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Nn.Training;

public sealed class DamagedCheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-damaged-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_cut_anywhere_is_damaged()
    {
        var whole = File.ReadAllBytes(Checkpoints.GoldenPath);

        for (var length = 0; length < whole.Length; length++) Damaged(whole[..length]);
    }

    [Fact]
    public void A_file_with_a_byte_too_many_is_damaged() => Damaged([.. File.ReadAllBytes(Checkpoints.GoldenPath), 0]);

    [Fact]
    public void With_its_hash_known_no_bit_can_turn_unnoticed()
    {
        var reference = CheckpointFile.Write(_folder, "a", Checkpoints.Golden, TrainingPosition.Start);
        var whole = File.ReadAllBytes(Path.Combine(_folder, "a"));

        for (var i = 0; i < whole.Length; i++)
        {
            byte[] turned = [.. whole];
            turned[i] ^= (byte)(1 << (i % 8));
            Damaged(turned, reference.Sha256);
        }
    }

    [Fact]
    public void Without_a_hash_a_turned_bit_never_ends_in_anything_but_damage_or_a_checkpoint()
    {
        var whole = File.ReadAllBytes(Checkpoints.GoldenPath);
        var path = Path.Combine(_folder, "turned");
        var damaged = 0;

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] turned = [.. whole];
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, turned);
            try
            {
                CheckpointFile.Read(path, sha256: null);
            }
            catch (DamagedCheckpointException)
            {
                damaged++;
            }
        }

        Assert.InRange(damaged, whole.Length, whole.Length * 8);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"x":null}""")]
    [InlineData("""{"x":{}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2]}}""")]
    [InlineData("""{"x":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":null,"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[9223372036854775800,9223372036854775807]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[9000000000000000000],"data_offsets":[0,9000000000000000000]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[5],"data_offsets":[3,8]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"__metadata__":{"a":null},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"__metadata__":"a","x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    public void A_header_that_lies_is_damaged(string json) => Damaged(File8(json));

    [Fact]
    public void The_same_file_with_an_honest_header_is_sound()
    {
        var path = Path.Combine(_folder, "sound");
        File.WriteAllBytes(path, File8("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"none":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}"""));

        Assert.Equal(["none", "x"], CheckpointFile.Read(path, sha256: null).Tensors.Keys);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(100_000_001UL)]
    [InlineData(99_000_000UL)]
    [InlineData(9UL)]
    public void A_header_longer_than_the_file_is_damaged(ulong length)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);

        Damaged(bytes);
    }

    [Fact]
    public void A_missing_file_is_damaged_too_and_the_message_says_so()
    {
        var path = Path.Combine(_folder, "gone");

        var damage = Assert.Throws<DamagedCheckpointException>(() => CheckpointFile.Read(path, sha256: null));

        Assert.Equal($"Checkpoint {path} cannot be used: there is no such file.", damage.Message);
    }

    /// <summary>A file of that header and eight bytes of data.</summary>
    private static byte[] File8(string json)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var bytes = new byte[8 + header.Length + 8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        return bytes;
    }

    private void Damaged(byte[] bytes, string? sha256 = null)
    {
        var path = Path.Combine(_folder, "damaged");
        File.WriteAllBytes(path, bytes);

        var damage = Assert.Throws<DamagedCheckpointException>(() => CheckpointFile.Read(path, sha256));

        Assert.Equal(path, damage.Path);
        Assert.NotEmpty(damage.Reason);
    }
}
