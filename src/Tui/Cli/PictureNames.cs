using System.Globalization;

namespace ActorGaze.Tui.Cli;

/// <summary>What the pictures of one <c>cam</c> are called. Pure.</summary>
internal static class PictureNames
{
    /// <summary>
    /// <c>x.gradcam.png</c> for x.png, <c>x.gradcam.class2.png</c> where class 2 was asked for; another image of the same name has
    /// <c>x-2</c>. Equal calls give equal names.
    /// </summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> files, string method, int? label)
    {
        var ending = $".{method}{(label is { } asked ? ".class" + asked.ToString(CultureInfo.InvariantCulture) : "")}.png";
        var (names, taken) = (new List<string>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var file in files)
        {
            var stem = Path.GetFileNameWithoutExtension(file);
            var name = stem + ending;
            for (var n = 2; !taken.Add(name); n++) name = FormattableString.Invariant($"{stem}-{n}{ending}");
            names.Add(name);
        }

        return names;
    }
}
