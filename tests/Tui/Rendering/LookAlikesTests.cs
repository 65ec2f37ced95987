using System.Text;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tests.Tui.Rendering;

public sealed class LookAlikesTests
{
    [Theory]
    [InlineData("\u00e9", "e\u0301", "\u00e9 (U+00E9)", "e\u0301 (U+0065 U+0301)")]
    [InlineData("glioma", "gliom\u0430", "glioma (U+0061)", "gliom\u0430 (U+0430)")]
    [InlineData("gli\u043ema", "glioma", "gli\u043ema (U+043E)", "glioma (U+006F)")]
    [InlineData("a", "a\u200b", "a (U+0061)", "a\\u200B (U+0061 U+200B)")]
    [InlineData("\u200ba", "a", "\\u200Ba (U+200B U+0061)", "a (U+0061)")]
    [InlineData("a b", "a\u00a0b", "a b (U+0020)", "a\u00a0b (U+00A0)")]
    [InlineData("a", "a ", "a (U+0061)", "a  (U+0061 U+0020)")]
    [InlineData("Ａ", "A", "Ａ (U+FF21)", "A (U+0041)")]
    [InlineData("a\n", "a\\n", "a\\n (U+000A)", "a\\n (U+005C U+006E)")]
    [InlineData("ệ", "e\u0302\u0323", "ệ (U+1EC7)", "e\u0302\u0323 (U+0065 U+0302 U+0323)")]
    [InlineData("한", "\u1112\u1161\u11ab", "한 (U+D55C)", "\u1112\u1161\u11ab (U+1112 U+1161 U+11AB)")]
    [InlineData("が", "か\u3099", "が (U+304C)", "か\u3099 (U+304B U+3099)")]
    [InlineData("no-tumor", "no\u2011tumor", "no-tumor (U+002D)", "no\u2011tumor (U+2011)")]
    public void Names_that_look_the_same_are_told_apart_by_what_differs(string one, string other, string expected, string expectedOther) =>
        Assert.Equal([expected, "pituitary", expectedOther], LookAlikes.Shown([one, "pituitary", other]));

    [Theory]
    [InlineData("a", "b")]
    [InlineData("é", "e")]
    [InlineData("а", "б")]
    [InlineData("Class1", "class1")]
    [InlineData("0", "00")]
    [InlineData("é", "è")]
    public void Names_that_look_different_stand_as_they_are(string one, string other) => Assert.Equal([one, other], LookAlikes.Shown([one, other]));

    [Fact]
    public void One_name_twice_is_one_name() => Assert.Equal(["a", "a"], LookAlikes.Shown(["a", "a"]));

    [Fact]
    public void Letters_come_apart_as_unicode_says()
    {
        Assert.Equal(1000, Precomposed.Count);
        Assert.Equal("e\u0302\u0301", string.Concat(Precomposed.Apart(new Rune('ế'))));
        Assert.Equal("A\u030a", string.Concat(Precomposed.Apart(new Rune('Å'))));
        Assert.Equal("и\u0306", string.Concat(Precomposed.Apart(new Rune('й'))));
    }
}
