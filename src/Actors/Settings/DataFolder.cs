using ActorGaze.Nn;

namespace ActorGaze.Actors.Settings;

/// <summary>The value of <c>sweep.data</c>: a folder, or the name of phantoms.</summary>
internal static class DataFolder
{
    public const string Localised = "phantoms-localised";
    public const string Diffuse = "phantoms-diffuse";

    private const string Allowed = $"a folder that holds a training and a test folder, or {Localised}, or {Diffuse}";

    /// <summary>The folder's full path, taken from the current folder, whether or not it is there; or the phantoms' name.</summary>
    public static string Read(Setting setting)
    {
        var text = setting.Text(Allowed);
        if (text is Localised or Diffuse) return text;
        if (text.Contains("${", StringComparison.Ordinal)) throw setting.Wrong("a variable outside quotes, such as ${ACTORGAZE_DATA}\"/chest x-ray\"");
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal)) throw setting.Wrong(Allowed);
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(text));
    }

    /// <summary>
    /// A folder that is not there is a typing error, unless the state folder knows it: then its disk is not mounted, and its runs wait for it.
    /// </summary>
    /// <exception cref="InvalidInputException">The folder is not there, and not known.</exception>
    public static void Require(Setting setting, Func<string, bool> isKnown)
    {
        foreach (var one in setting.Each())
        {
            if (Read(one) is not (Localised or Diffuse) and var folder && !Directory.Exists(folder) && !isKnown(folder))
            {
                throw new InvalidInputException(
                    $"{setting.Origin}: {setting.Key}: found '{one.Text(Allowed)}', and there is no folder {folder}; allowed: {Allowed}.");
            }
        }
    }
}
