using ActorGaze.Nn;

namespace ActorGaze.Tests;

/// <summary>The assemblies that bring parts, as they were built beside these tests.</summary>
internal static class Labs
{
    public static string Mine { get; } = Built("MyLab");

    public static string Broken { get; } = Built("BrokenLab");

    public static NetworkSpec Network(string file, string name, params (string, string)[] parameters) => Plugin.Load(file).Network(name, parameters);

    public static PartSpec Part(string file, PartKind kind, string name, params (string, string)[] parameters) => Plugin.Load(file).Part(kind, name, parameters);

    /// <summary>The same assembly with other bytes: what stands behind its end is not read.</summary>
    public static void Rebuild(string file) => File.AppendAllText(file, "rebuilt");

    private static string Built(string name) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", name, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), $"{name}.dll"));
}
