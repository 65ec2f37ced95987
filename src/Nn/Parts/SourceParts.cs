using System.Collections.Immutable;
using ActorGaze.Nn.Data.Sources;

namespace ActorGaze.Nn.Parts;

/// <summary>What is known of a source of images without opening it.</summary>
/// <param name="Name">As a network's.</param>
/// <param name="Reason">Sentences: what layout it reads.</param>
public sealed record SourceDescription(string Name, string Reason);

/// <summary>Which source reads a run's images: its name, and the assembly that brings it.</summary>
/// <param name="Plugin">Null: the program itself has it.</param>
public sealed record SourceSpec(string Name, PluginRef? Plugin = null)
{
    /// <summary>The answer to a source that nobody registered: those that are known, and the nearest.</summary>
    public static string NoSuch(string name, IReadOnlyCollection<string> known) =>
        $"found '{name}', and there is no such source; known: {string.Join(", ", known)}. The nearest is {Nearest.Of(name, known)}.";
}

/// <summary>Sources of images among an assembly's parts.</summary>
public static class SourceParts
{
    /// <summary>A source of images.</summary>
    /// <param name="name">As <c>data.source</c> of a sweep file has it.</param>
    /// <param name="reason">Sentences: what layout it reads.</param>
    /// <param name="create">Opens the source at the place that <c>sweep.data</c> names.</param>
    /// <exception cref="InvalidInputException">The name is not allowed, or taken.</exception>
    public static void AddSource(this PartsBuilder parts, string name, string reason, Func<SourceSetup, IImageSource> create)
    {
        if (!IsName(name))
            throw new InvalidInputException($"A source's name: found '{name}'; allowed: {PartsBuilder.Names}; not '{SourceTable.Auto}'.");
        if (!parts.Sources.TryAdd(name, new SourcePart(new SourceDescription(name, reason), create)))
            throw new InvalidInputException($"The source '{name}' is registered twice.");
    }

    /// <summary>Opens a source that an assembly, or the program itself, has registered.</summary>
    /// <exception cref="InvalidInputException">There is none of that name, or the place holds no such data set.</exception>
    /// <exception cref="BrokenPartException">Its code throws, or gives nothing.</exception>
    public static IImageSource OpenSource(this PartsRegistry parts, string name, SourceSetup setup)
    {
        var part = parts.Sources.GetValueOrDefault(name)
            ?? throw new InvalidInputException(
            $"data.source: {SourceSpec.NoSuch(name, [.. parts.SourceDescriptions.Select(source => source.Name)])}");
        return part.Open(setup) ?? throw new BrokenPartException($"The source '{name}' gave nothing when it was opened.");
    }

    /// <summary>Whether a source may be called so.</summary>
    public static bool IsName(string name) => PartsBuilder.IsName(PartKind.Network, name) && name != SourceTable.Auto;

    /// <summary>The program's own.</summary>
    internal static void Register(PartsBuilder parts)
    {
        parts.AddSource("folder", "A folder with a training and a test folder, and a folder per class in each.", setup =>
            new FolderSource(setup));
        parts.AddSource("manifest", "A CSV or Parquet file with a row for each image: path, label, split and, if need be, group.", setup =>
            new ManifestSource(setup));
        parts.AddSource(SourceTable.Exported, "What a source of an assembly gave, as the program keeps it.", setup =>
            new ExportedSource(setup));
    }
}

/// <summary>How sources are called where a sweep does not say.</summary>
public static class SourceTable
{
    /// <summary>The word for the program's choice: a folder is read as one, a file as a manifest.</summary>
    public const string Auto = "auto";

    /// <summary>Of what a source of an assembly gave.</summary>
    internal const string Exported = "exported";

    /// <summary>The source that a place is read with where none is named.</summary>
    internal static string For(string place) =>
        SourceExport.IsAt(place) ? Exported : Directory.Exists(place) || !File.Exists(place) ? "folder" : "manifest";
}

/// <summary>A source that can be opened.</summary>
internal sealed record SourcePart(SourceDescription Description, Func<SourceSetup, IImageSource> Open);
