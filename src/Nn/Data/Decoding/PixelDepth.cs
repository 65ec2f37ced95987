using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Data.Decoding;

/// <summary>How many of the 16 bits of 16-bit images are used: the value that becomes white is the largest of so many bits.</summary>
/// <remarks>Images of 8 bits are the same whatever it is.</remarks>
public enum PixelDepth
{
    /// <summary>The smallest of 8, 12 and 16 that holds the brightest value in all 16-bit images of the data set.</summary>
    Auto,

    /// <summary>255 is white.</summary>
    [JsonStringEnumMemberName("8")]
    Eight = 8,

    /// <summary>4095 is white.</summary>
    [JsonStringEnumMemberName("12")]
    Twelve = 12,

    /// <summary>65535 is white.</summary>
    [JsonStringEnumMemberName("16")]
    Sixteen = 16,
}
