using ActorGaze.Nn;

namespace ActorGaze.Actors.Settings;

/// <summary>The value of <c>sweep.data</c>: a folder that is there, or the name of phantoms.</summary>
internal static class DataFolder
{
    public const string Localised = "phantoms-localised";
    public const string Diffuse = "phantoms-diffuse";

    private const string Allowed = $"a folder that holds a training and a test folder, or {Localised}, or {Diffuse}";

    /// <summary>The folder's full path, taken from the current folder; or the phantoms' name.</summary>
    public static string Read(Setting setting)
    {
        var text = setting.Text(Allowed);
        if (text is Localised or Diffuse) return text;
        if (text.Contains("${", StringComparison.Ordinal)) throw setting.Wrong("a variable outside quotes, such as ${ACTORGAZE_DATA}\"/chest x-ray\"");
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal)) throw setting.Wrong(Allowed);

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text));
        return Directory.Exists(folder)
            ? folder
            : throw new InvalidInputException($"{setting.Origin}: {setting.Key}: found '{text}', and there is no folder {folder}; allowed: {Allowed}.");
    }
}
