using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Nn.Data.Store;

/// <summary>What stands for an image, beside its content, in what a key is a hash of.</summary>
internal static class ImageLine
{
    /// <summary>
    /// The path. Where the path does not say the class, as in a folder per class it does, the class as well; and the group, where it has
    /// one. So a manifest that lists a folder has the folder's key.
    /// </summary>
    public static string Of(string path, string? group, string className) =>
        $"{path}\n{(ImageFile.SaysClass(path, className) ? "" : $"class {className}\n")}{(group is null ? "" : $"group {group}\n")}";
}
