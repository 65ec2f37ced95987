using System.Runtime.InteropServices;

namespace ActorGaze.Nn;

/// <summary>libtorch as NuGet has it, for a program that comes without one: a <c>dotnet tool</c>, or a script.</summary>
internal static class TorchPackage
{
    /// <summary>That of the libtorch that TorchSharp is built for.</summary>
    public const string Version = "2.10.0";

    /// <summary>A version of libstdc++ that TorchSharp's library says it needs and does not: build/WeakVersionNeed.targets.</summary>
    public const string NewerLibrary = "GLIBCXX_3.4.32";

    /// <summary>The package of this system.</summary>
    public static string Name => $"libtorch-cpu-{System}";

    /// <summary>The system as NuGet calls it, such as linux-x64.</summary>
    private static string System => $"{Os}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static string Os => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    /// <summary>Where its libraries lie once it is there.</summary>
    /// <param name="environment">NUGET_PACKAGES moves the package folder from <c>~/.nuget/packages</c>.</param>
    public static string Folder(Func<string, string?> environment) =>
        Path.Combine(Packages(environment), Name, Version, "runtimes", System, "native");

    /// <summary>The command that brings it to where it is looked for.</summary>
    /// <param name="environment">As <see cref="Folder"/> has it.</param>
    public static string Download(Func<string, string?> environment) =>
        $"dotnet package download {Name}@{Version} --output {Packages(environment)}";

    /// <summary>
    /// Where TorchSharp's own library is, where its assembly is used from its package, as scripts do; empty where it is not.
    /// </summary>
    public static string Bridge(string file) => Path.GetDirectoryName(typeof(TorchSharp.torch).Assembly.Location) is { Length: > 0 } folder
        ? Path.GetFullPath(Path.Combine(folder, "..", "..", "runtimes", System, "native", file))
        : "";

    private static string Packages(Func<string, string?> environment) => environment("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
