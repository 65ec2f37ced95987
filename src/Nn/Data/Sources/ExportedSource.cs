namespace ActorGaze.Nn.Data.Sources;

/// <summary>What a source of an assembly gave, read back.</summary>
internal sealed class ExportedSource : IImageSource
{
    private readonly SourceExport.Exported _exported;
    private readonly string _folder;

    /// <exception cref="InvalidInputException">There is nothing, or it is not whole.</exception>
    public ExportedSource(SourceSetup setup) => (_folder, _exported) = (
        setup.Place, SourceExport.Read(setup.Place)
            ?? throw new InvalidInputException($"'{setup.Place}' holds no images of a source, or not all of them."));

    public string? ContentKey => _exported.ContentKey;

    public IReadOnlyList<string> Notes => _exported.Notes;

    public IEnumerable<SourceImage> List() =>
        _exported.Images.Select(image => image.File is null ? image : image with { File = Path.Combine(_folder, image.File) });

    public SourceContent Read(SourceImage image) => throw new NotSupportedException("Its images are files.");
}
