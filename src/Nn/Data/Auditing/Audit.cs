using System.Collections.Immutable;
using System.Security.Cryptography;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Store;

namespace ActorGaze.Nn.Data.Auditing;

/// <summary>Reads every file of a data set once, and reports. No image stops it.</summary>
public static class Audit
{
    private const int TinySide = 32;

    /// <exception cref="InvalidInputException">It is no data set; see <see cref="DataSpec.List"/>.</exception>
    public static AuditReport Of(string root, CancellationToken cancellation = default) => Of(new DataSpec(root), cancellation);

    /// <inheritdoc cref="Of(string, CancellationToken)"/>
    public static AuditReport Of(DataSpec spec, CancellationToken cancellation = default)
    {
        var folder = spec.List();
        var files = folder.Train.AddRange(folder.Test);
        var facts = new Facts[files.Length];
        Cores.ForEach(files.Length, cancellation, i => facts[i] = Look(folder, files[i], i < folder.Train.Length, spec.Form));

        var readable = facts.Where(fact => fact.Fault is null).ToArray();
        var groups = facts
            .Where(fact => fact.Digest is not null)
            .GroupBy(fact => fact.Digest, (_, equal) => equal.ToArray())
            .Where(group => group.Length > 1)
            .ToArray();
        return new AuditReport(
            folder.Place,
            folder.Classes,
            Counts: [.. Splits(folder, facts)
                .SelectMany(split => folder.Classes.Select((name, label) => Count(split.Name, name, split.Facts, label)))],
            LargestClass: [.. Splits(folder, facts).Select(split => Largest(folder, split.Name, split.Facts))],
            Sizes: Sizes(readable),
            ColourModes: Modes(readable),
            Unreadable: [.. facts.Where(fact => fact.Fault is not null).Select(fact => new UnreadableImage(fact.File.Path, fact.Fault!))],
            Tiny: [.. readable
                .Where(fact => Math.Min(fact.Header!.Width, fact.Header.Height) < TinySide)
                .Select(fact => new TinyImage(fact.File.Path, fact.Header!.Width, fact.Header.Height))],
            Duplicates: [.. groups.Select(group => new DuplicateGroup(Paths(group, train: true), Paths(group, train: false)))],
            DuplicatesInTraining: groups.Sum(group => Math.Max(0, group.Count(fact => fact.Train) - 1)),
            DuplicatesInTest: groups.Sum(group => Math.Max(0, group.Count(fact => !fact.Train) - 1)),
            TestFilesInTraining: groups.Where(group => group.Any(fact => fact.Train)).Sum(group => group.Count(fact => !fact.Train)),
            ContentsInBothSplits: groups.Count(group => group.Any(fact => fact.Train) && group.Any(fact => !fact.Train)),
            DuplicatesAcrossClasses: groups.Count(group => group.Select(fact => fact.File.Label).Distinct().Count() > 1))
        {
            InTwoClasses = SamePictures.InTwoClasses([.. facts.Select(fact => fact.File)], [.. facts.Select(fact => fact.Picture)]),
            Brightest = Brightest(readable),
            LeftOut = folder.LeftOut,
            EvaluateOn = folder.EvaluateOn,
            Notes = [.. folder.Lines.Except(folder.LeftOut.Lines)],
            GroupsOnBothSides = folder.GroupsOnBothSides,
            TestPicturesInTraining = Leaked(facts),
        };
    }

    /// <param name="Picture">Equal for equal pictures, however they are stored; null where there is none.</param>
    /// <param name="Brightest">The largest value: as stored in a 16-bit image, and after decoding in all others.</param>
    private sealed record Facts(
        ImageFile File, bool Train, string? Digest, ImageHeader? Header, string? Fault, string? Picture = null, int Brightest = 0)
    {
        public bool IsDeep => Header is { Format: "PNG", Bits: 16 };
    }

    private static Facts Look(ImageListing folder, ImageFile file, bool train, ImageForm form)
    {
        var (bytes, unread) = ImageReading.Read(folder, file);
        if (bytes is null) return new Facts(file, train, null, null, unread);

        var digest = ContentStamp.Hex(SHA256.HashData(bytes));
        var header = ImageHeader.Read(bytes);
        var deepest = DeepPng.Is(bytes) ? DeepPng.Brightest(bytes) : null;
        var pixels = new byte[form.ByteCount];
        var depth = deepest is { } value ? DepthRule.Holding(value) : PixelDepth.Sixteen;
        var problem = ImageDecoder.Decode(bytes, pixels, Path.GetExtension(folder.PathOf(file)), depth, form)
            ?? (header is null ? "its header cannot be read" : null);
        return problem is null
            ? new Facts(file, train, digest, header, null, ContentStamp.Hex(SHA256.HashData(pixels)), deepest ?? pixels.Max())
            : new Facts(file, train, digest, header, problem);
    }

    private static IEnumerable<(string Name, Facts[] Facts)> Splits(ImageListing folder, Facts[] facts) =>
        [("training", [.. facts.Where(fact => fact.Train)]), (SplitNames.Word(folder.EvaluateOn), [.. facts.Where(fact => !fact.Train)])];

    private static int Leaked(Facts[] facts)
    {
        var learned = facts.Where(fact => fact.Train).Select(fact => fact.Picture).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return facts.Count(fact => !fact.Train && fact.Picture is { } picture && learned.Contains(picture));
    }

    private static ClassShare Largest(ImageListing folder, string split, Facts[] facts)
    {
        var largest = facts.CountBy(fact => fact.File.Label).OrderByDescending(e => e.Value).ThenBy(e => e.Key).First();
        return new ClassShare(split, folder.Classes[largest.Key], largest.Value / (double)facts.Length);
    }

    private static ClassCount Count(string split, string name, Facts[] facts, int label) =>
        new(split, name, facts.Count(fact => fact.File.Label == label));

    private static ImmutableArray<SizeCount> Sizes(Facts[] readable) =>
        [.. readable
            .CountBy(fact => (fact.Header!.Width, fact.Header.Height))
            .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key)
            .Select(entry => new SizeCount(entry.Key.Width, entry.Key.Height, entry.Value))];

    private static ImmutableArray<ModeCount> Modes(Facts[] readable) =>
        [.. readable
            .CountBy(fact => fact.Header!.Mode)
            .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new ModeCount(entry.Key, entry.Value))];

    private static ImmutableArray<BrightestValue> Brightest(Facts[] readable) =>
        [.. readable
            .GroupBy(fact => fact.IsDeep, (deep, same) => (Deep: deep, Values: same.Select(fact => fact.Brightest).ToImmutableArray()))
            .OrderBy(group => group.Deep)
            .Select(group => group.Deep
                ? new BrightestValue(16, group.Values.Length, group.Values.Max(), DepthRule.White)
                {
                    Note = DepthRule.Note(PixelDepth.Auto, group.Values),
                }
                : new BrightestValue(8, group.Values.Length, group.Values.Max(), byte.MaxValue))];

    private static ImmutableArray<string> Paths(Facts[] group, bool train) =>
        [.. group.Where(fact => fact.Train == train).Select(fact => fact.File.Path)];
}
