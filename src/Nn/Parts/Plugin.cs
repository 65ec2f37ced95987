using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;

namespace ActorGaze.Nn.Parts;

/// <summary>An assembly that brings parts, loaded into this process. It stays loaded until the process ends.</summary>
public sealed class Plugin
{
    private static readonly ConcurrentDictionary<PluginRef, Lazy<Plugin>> Loaded = new();

    private Plugin(PluginRef reference, PartsRegistry parts) => (Ref, Parts) = (reference, parts);

    public PluginRef Ref { get; }

    public PartsRegistry Parts { get; }

    /// <summary>Its names and parameters.</summary>
    public PartsDescription Description => new(Ref, Parts.Parts) { Sources = Parts.SourceDescriptions };

    /// <summary>Loads an assembly and has it register its parts. Its code runs in this process.</summary>
    /// <exception cref="InvalidInputException">No such file, no assembly, no entry class, or parts that are not allowed.</exception>
    /// <exception cref="BrokenPartException">Registering them throws.</exception>
    public static Plugin Load(string file)
    {
        var (reference, bytes) = Read(file);
        return Load(reference, bytes);
    }

    /// <summary>
    /// Parts of this very process, such as those of an F# script. They are known by the file that they are written in: if it has changed,
    /// runs that were begun with it are not gone on with. Only this process can train them.
    /// </summary>
    /// <param name="file">The script. Its bytes stand for the code.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, or its parts are not allowed.</exception>
    public static Plugin Here(string file, IPartsProvider parts)
    {
        var plugin = new Plugin(Identify(file), PartsRegistry.Of(parts));
        Loaded[plugin.Ref] = new Lazy<Plugin>(plugin);
        return plugin;
    }

    /// <summary>The assembly's path and hash, without loading it.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read.</exception>
    public static PluginRef Identify(string file) => Read(file).Reference;

    /// <summary>One of its networks, with parameters as a sweep file would write them.</summary>
    /// <exception cref="InvalidInputException">It has no such network, or the network no such parameter or value.</exception>
    public NetworkSpec Network(string name, params IEnumerable<(string Name, string Value)> parameters) => new(name)
    {
        Parameters = Parts.Find(PartKind.Network,
            name).Description.Resolve(parameters.ToDictionary(given => given.Name, given => given.Value)),
        Plugin = Ref,
    };

    /// <summary>One of its other parts, with parameters as a sweep file would write them.</summary>
    /// <exception cref="InvalidInputException">It has no such part, or the part no such parameter or value.</exception>
    public PartSpec Part(PartKind kind, string name, params IEnumerable<(string Name, string Value)> parameters) => new(name)
    {
        Parameters = Parts.Find(kind, name).Description.Resolve(parameters.ToDictionary(given => given.Name, given => given.Value)),
        Plugin = Ref,
    };

    /// <summary>The parts of an assembly, or the program's own.</summary>
    /// <exception cref="InvalidInputException">The assembly cannot be loaded, or holds other bytes.</exception>
    internal static PartsRegistry PartsOf(PluginRef? plugin)
    {
        if (plugin is not { } wanted) return PartsRegistry.BuiltIn;
        var (found, bytes) = Read(wanted.File);
        return found.Sha256 == wanted.Sha256
            ? Load(found, bytes).Parts
            : throw new InvalidInputException(PluginRef.OtherBytes(wanted.File, wanted.Sha256, found.Sha256));
    }

    private static Plugin Load(PluginRef plugin, byte[] bytes) =>
        Loaded.GetOrAdd(plugin, _ => new Lazy<Plugin>(() => new Plugin(plugin, Entry(plugin, bytes)))).Value;

    private static (PluginRef Reference, byte[] Bytes) Read(string file)
    {
        var path = Path.GetFullPath(file);
        try
        {
            var bytes = File.ReadAllBytes(path);
            return (new PluginRef(path, Convert.ToHexStringLower(SHA256.HashData(bytes))), bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                File.Exists(path)
                    ? $"{path}: cannot be read: {e.Message}"
                    : $"{path}: there is no such file; allowed: a .NET assembly that brings parts.", e);
        }
    }

    private static PartsRegistry Entry(PluginRef plugin, byte[] bytes)
    {
        try
        {
            var assembly = new PluginContext(plugin.File).Load(bytes);
            var entries = assembly.GetExportedTypes()
                .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IPartsProvider))).ToArray();
            return entries is [var entry] && entry.GetConstructor(Type.EmptyTypes) is { } constructor
                ? PartsRegistry.Of((IPartsProvider)constructor.Invoke(null))
                : throw new InvalidInputException(
                    $"{plugin.File}: found "
                    + $"{(entries.Length == 0 ? "no public class" : string.Join(", ", entries.Select(type => type.FullName)))} that is an "
                    + $"{nameof(IPartsProvider)}; allowed: exactly one, with a constructor without parameters.");
        }
        catch (BadImageFormatException e)
        {
            throw new InvalidInputException(
                $"{plugin.File}: is no .NET assembly, or one for another machine; allowed: an assembly for net10.0 or older.", e);
        }
        catch (Exception e) when (e is not (InvalidInputException or OutOfMemoryException)) // whatever its code throws
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            throw cause switch
            {
                InvalidInputException => new InvalidInputException($"{plugin.File}: {cause.Message}", cause),
                FileNotFoundException { FileName: { } missing } when missing.Contains(", Version=", StringComparison.Ordinal) =>
                    new InvalidInputException(
                    $"{plugin.File}: it uses {missing.Split(',')[0]}, and "
                    + $"{Path.Combine(Path.GetDirectoryName(plugin.File)!, missing.Split(',')[0])}.dll is not there. "
                    + "CopyLocalLockFileAssemblies = true in its project puts what it uses beside it.", cause),
                _ => new BrokenPartException(
                    $"{plugin.File}: registering its parts threw {cause.GetType().Name}: {cause.Message.Split('\n')[0]}", cause.ToString()),
            };
        }
    }
}
