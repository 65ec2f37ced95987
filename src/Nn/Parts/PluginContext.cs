using System.Reflection;
using System.Runtime.Loader;
using ActorGaze.Nn.Models;

namespace ActorGaze.Nn.Parts;

/// <summary>
/// Where the assemblies that an assembly brings are looked for: those that the program has are the program's, so that both mean the same
/// tensors; all others lie beside it.
/// </summary>
internal sealed class PluginContext : AssemblyLoadContext
{
    private static readonly HashSet<string> Ours =
        [.. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Select(path => Path.GetFileNameWithoutExtension(path))];

    private readonly string _file;
    private readonly AssemblyDependencyResolver? _resolver;

    public PluginContext(string file)
        : base(Path.GetFileName(file))
    {
        _file = file;
        _resolver = File.Exists(Path.ChangeExtension(file, ".deps.json")) ? new AssemblyDependencyResolver(file) : null;
    }

    /// <summary>From the bytes that were hashed, with the symbols beside the file where there are any: stacks then have lines.</summary>
    public Assembly Load(byte[] bytes)
    {
        using var code = new MemoryStream(bytes);
        var symbols = Path.ChangeExtension(_file, ".pdb");
        if (!File.Exists(symbols)) return LoadFromStream(code);
        using var lines = File.OpenRead(symbols);
        return LoadFromStream(code, lines);
    }

    protected override Assembly? Load(AssemblyName name)
    {
        var host = GetLoadContext(typeof(GazeModel).Assembly);
        if (host?.Assemblies.FirstOrDefault(loaded => loaded.GetName().Name == name.Name) is { } shared) return shared;
        if (Ours.Contains(name.Name!)) return null; // the default context loads it
        var beside = _resolver?.ResolveAssemblyToPath(name) ?? Path.Combine(Path.GetDirectoryName(_file)!, name.Name + ".dll");
        return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;
}
