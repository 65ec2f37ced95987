using System.Runtime.InteropServices;

namespace ActorGaze.Nn;

/// <summary>Finds libtorch, and loads it from a folder where the program comes without one or the user names another.</summary>
public static partial class LibTorch
{
    /// <summary>The variable that names the folder.</summary>
    public const string Variable = "ACTORGAZE_LIBTORCH";

    private const string Bridge = "libLibTorchSharp";
    private static readonly string[] Needed = ["libc10", "libtorch_cpu", "libtorch"];
    private static readonly string[] Welcome = ["libc10_cuda", "libtorch_cuda"];

    /// <summary>
    /// The folder to load libtorch from: the one that the user names; else, where the program comes without libtorch, that of the package
    /// libtorch-cpu in the NuGet package folder. Null: the program's own, which needs no loading.
    /// </summary>
    /// <param name="environment">Answers with a variable of the environment; <see cref="Variable"/> and NUGET_PACKAGES are asked
    /// for.</param>
    /// <exception cref="PreventedException">There is none.</exception>
    public static string? Folder(Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } named) return named;
        if (Places(Needed[1]).Any(File.Exists)) return null;
        var package = TorchPackage.Folder(environment);
        return File.Exists(Path.Combine(package, FileOf(Needed[1])))
            ? package
            : throw new PreventedException(
                $"There is no libtorch: it is neither beside the program nor in {package}. '{TorchPackage.Download(environment)}' brings "
                + $"it; or let {Variable} name a folder with libtorch {TorchPackage.Version}, one with CUDA too.");
    }

    /// <summary>Loads the libraries in the order in which they need each other. Call it before anything of TorchSharp.</summary>
    /// <param name="folder">Holds libc10, libtorch_cpu and libtorch, or has a folder <c>lib</c> that does.</param>
    /// <exception cref="InvalidInputException">A library is missing, or does not load.</exception>
    public static void Load(string folder) => Load(folder, Variable);

    /// <summary>
    /// For a script: loads the libtorch that <see cref="Folder"/> finds. Call it before anything of TorchSharp. Does nothing where the
    /// program has its own.
    /// </summary>
    /// <exception cref="InvalidInputException">Its libraries do not load.</exception>
    /// <exception cref="PreventedException">There is no libtorch.</exception>
    public static void Load() => Load(Environment.GetEnvironmentVariable);

    /// <summary>The same where variables come from elsewhere.</summary>
    /// <param name="environment">As <see cref="Folder"/> has it.</param>
    public static void Load(Func<string, string?> environment)
    {
        if (Folder(environment) is { } folder) Load(folder, OriginOf(environment));
    }

    /// <summary>What named the folder: the user's variable, or nobody.</summary>
    internal static string OriginOf(Func<string, string?> environment) =>
        environment(Variable) is { Length: > 0 } ? Variable : $"The package {TorchPackage.Name}";

    /// <param name="origin">What names the folder: messages begin with it.</param>
    private static void Load(string folder, string origin)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException(
            $"{origin}: found '{folder}', and there is no such folder; allowed: the folder with {FileOf(Needed[0])} in it.");

        var libraries = Libraries(folder);
        foreach (var name in Needed)
            if (!File.Exists(Path.Combine(libraries, FileOf(name))))
                throw new InvalidInputException($"{origin}: found '{folder}', which has no {FileOf(name)}; allowed: a folder with "
                    + $"{string.Join(", ", Needed.Select(FileOf))} in it.");

        foreach (var name in Needed.Concat(Welcome.Where(name => File.Exists(Path.Combine(libraries, FileOf(name))))))
            LoadLibrary(Path.Combine(libraries, FileOf(name)), folder, origin);

        if (Places(Bridge).Append(TorchPackage.Bridge(FileOf(Bridge))).FirstOrDefault(File.Exists) is { } bridge)
            LoadBridge(bridge, folder, origin);
    }

    /// <summary>Whether the libtorch that would be loaded can have CUDA. It is not loaded for that.</summary>
    /// <param name="folder">As <see cref="Folder"/> has it.</param>
    public static bool MayHaveCuda(string? folder) =>
        folder is null ? Places(Welcome[1]).Any(File.Exists) : File.Exists(Path.Combine(Libraries(folder), FileOf(Welcome[1])));

    /// <summary>The version of the libtorch that was loaded. TorchSharp tells only which one it was built for.</summary>
    public static string Version()
    {
        var built = TorchSharp.torch.__version__; // libtorch is loaded from here on
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64) return built;

        Span<byte> text = stackalloc byte[CxxString.Bytes];
        try
        {
            Config(ref MemoryMarshal.GetReference(text));
        }
        catch (EntryPointNotFoundException)
        {
            return built; // this libtorch does not tell
        }

        var words = CxxString.Take(text);
        const string Key = "TORCH_VERSION=";
        var from = words.IndexOf(Key, StringComparison.Ordinal);
        return from < 0 ? built : words[(from + Key.Length)..].Split(',')[0].Trim();
    }

    [LibraryImport("libtorch_cpu", EntryPoint = "_ZN2at11show_configB5cxx11Ev")]
    private static partial nint Config(ref byte text);

    /// <summary>TorchSharp's own library; a copy of it where it asks for a newer libstdc++ than this system has.</summary>
    private static void LoadBridge(string bridge, string folder, string origin)
    {
        if (NativeLibrary.TryLoad(bridge, out _)) return;
        var image = OperatingSystem.IsLinux() ? File.ReadAllBytes(bridge) : [];
        if (image.Length == 0 || !VersionNeed.MarkWeak(image, TorchPackage.NewerLibrary))
        {
            LoadLibrary(bridge, folder, origin); // which says why it does not
            return;
        }

        var copy = Directory.CreateTempSubdirectory("actorgaze-");
        File.WriteAllBytes(Path.Combine(copy.FullName, FileOf(Bridge)), image);
        LoadLibrary(Path.Combine(copy.FullName, FileOf(Bridge)), folder, origin);
        copy.Delete(recursive: true); // it stays mapped
    }

    private static string Libraries(string folder) =>
        File.Exists(Path.Combine(folder, "lib", FileOf(Needed[0]))) ? Path.Combine(folder, "lib") : folder;

    private static void LoadLibrary(string library, string folder, string origin)
    {
        try
        {
            NativeLibrary.Load(library);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new InvalidInputException($"{origin}: found '{folder}', and {library} does not load: {e.Message.Split('\n')[0]} "
                + "TorchSharp 0.107 needs libtorch 2.10.", e);
        }
    }

    /// <summary>Where a library that comes with the program may lie.</summary>
    private static IEnumerable<string> Places(string library) =>
    [
        Path.Combine(AppContext.BaseDirectory, FileOf(library)),
        Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileOf(library)),
    ];

    private static string FileOf(string name) =>
        OperatingSystem.IsWindows() ? $"{name[3..]}.dll" : OperatingSystem.IsMacOS() ? $"{name}.dylib" : $"{name}.so";
}
