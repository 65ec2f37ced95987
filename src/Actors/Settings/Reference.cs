using System.Buffers;
using System.Collections.Immutable;

namespace ActorGaze.Actors.Settings;

/// <summary>The text of <c>hocon/actorgaze.conf</c>: every key with its default, its range, its unit and its reason. Pure.</summary>
internal static class Reference
{
    private const int Width = 140; // columns

    private const string Head = """
        # Every setting of ActorGaze: its default, what is allowed, its unit, and why it is there.
        # This file is made from the program's own table of keys. 'actorgaze config KEY' shows the same for one key.
        #
        # A sweep file sets the keys that differ. It writes them without the "actorgaze." in front, as --set does:
        #
        #   sweep { name = mine, data = ${ACTORGAZE_DATA}/chest-xray }
        #   training.epochs = 50
        #
        #   actorgaze run mine.conf --set training.epochs=10 --set sweep.levels=[1,2]
        #
        # --set overrides the file, and the file overrides the defaults here. An unknown key is an error.
        # ${NAME} is the environment variable NAME, outside quotes. ${?NAME} does the same where NAME is set, and else leaves the default.
        # A relative folder is taken from the folder that the program is started in.
        #
        # A run's own keys are sweep.data, sweep.seed, engine.threads-per-run and those under network, data, phantoms, training, gaze,
        # curriculum and loss, with the parameters of its parts (under network, distance, reference, cam, curriculum and loss). They
        # decide its bits, apart from gaze.record and gaze.readings. Each of them also takes a list, and the list becomes one more axis of
        # the grid: training.batch-size = [16, 32] doubles the runs.
        """;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>Sections in their order, and what is said of each; within one, keys stand as their tables have them.</summary>
    private static readonly ImmutableArray<(string Path, string Text)> Sections =
    [
        ("sweep", "What is trained: the data set and the grid of runs."),
        ("network", "Which network is trained. A network that has parameters has a key for each, beside the name."),
        ("data", "How images are read."),
        ("data.columns", "What the columns of a manifest are called, where sweep.data names one."),
        ("data.crop",
            "Light variation of training images, so that a network does not learn them by heart. Evaluation never varies an image."),
        ("phantoms", "How phantoms are drawn, where sweep.data asks for them."),
        ("training", "How a network is trained."),
        ("training.plateau", "The learning rate falls when the evaluation loss no longer improves (ReduceLROnPlateau)."),
        ("gaze", "The gaze loss."),
        ("curriculum", "The course of λ. A gaze means little before the network has learned something, so λ starts at 0."),
        ("loss", "A term of the loss of your own, which an assembly of sweep.plugins brings."),
        ("engine", "How the engine runs. Apart from threads-per-run, nothing here changes a result."),
        ("engine.checkpoint", "Checkpoints inside an epoch. Each epoch's end has one anyway."),
        ("engine.retry", "What follows a fault that may pass, such as a full memory or a disk that did not answer. "
            + "A missing data folder and a full disk are no such faults: the engine waits for them, however long that takes."),
        ("journal", "Where the journal is: what has happened to every run."),
        ("checkpoints", "Where checkpoints lie."),
        ("cluster", "Other machines that train for this engine."),
        ("report", "What the report shows."),
        ("report.paper-correlations", "Correlations of a paper, by level. The report shows them beside the measured ones."),
        ("log", "The log: JSON lines in the folder logs/ of the state folder."),
        ("seq",
            "A Seq server that gets the log as well. Where it does not answer, events wait in a buffer on disk, and no run waits for it."),
        ("metrics", "The engine's own metrics (runs, steps, images, faults, saves, mailboxes), sent with OpenTelemetry."),
    ];

    public static string Text() => string.Join('\n', [Head, "", "actorgaze {", .. Inside("", InOrder(Keys.All), 1).Skip(1), "}", ""]);

    /// <summary>Keys by their top section as those stand above; within one, as their tables have them.</summary>
    public static IEnumerable<Key> InOrder(IEnumerable<Key> keys) =>
        keys.OrderBy(key => PlaceOf(Keys.Top(key.Path)));

    /// <summary>Parameters of parts stand with the gaze.</summary>
    private static int PlaceOf(string section) =>
        Sections.Select(s => s.Path).ToList() is var paths && paths.IndexOf(section) is >= 0 and var place ? place : paths.IndexOf("gaze");

    /// <summary>A value as a file has it: in quotes where it needs them.</summary>
    public static string Written(Setting setting) =>
        setting is { IsMap: true, Values.IsEmpty: true } ? "{ }"
        : setting.IsMap ? $"{{ {string.Join(", ", setting.Values.Select(Entry))} }}"
        : setting.IsList ? $"[{string.Join(", ", setting.Values.Select(Quoted))}]" : Quoted(setting.Values[0]);

    private static string Entry(string entry)
    {
        var at = entry.IndexOf('=', StringComparison.Ordinal);
        return $"{Quoted(entry[..at].Trim(' ', '"'))} = {Quoted(entry[(at + 1)..].Trim(' ', '"'))}";
    }

    /// <summary>The lines of a section: its keys, and the sections in it, with an empty line and a comment before each.</summary>
    private static IEnumerable<string> Inside(string section, IEnumerable<Key> keys, int depth)
    {
        string[] before = [];
        foreach (var group in keys.GroupBy(key => SectionBelow(section, key.Path) ?? key.Path))
        {
            var name = section.Length == 0 ? group.Key : group.Key[(section.Length + 1)..];
            string[] said = IsSection(group.Key) ? [Sections.First(s => s.Path == group.Key).Text] : Words(group.First());
            if (!said.SequenceEqual(before)) // what is true of several keys in a row is said once
                foreach (var line in said.SelectMany(text => Comment(text, depth)).Prepend("")) yield return line;
            before = said;
            if (!IsSection(group.Key)) yield return $"{Indent(depth)}{name} = {Written(group.First().Default)}";
            else
                foreach (var line in Brackets(group.Key, name, group, depth)) yield return line;
        }
    }

    private static IEnumerable<string> Brackets(string section, string name, IEnumerable<Key> keys, int depth) =>
        [$"{Indent(depth)}{name} {{", .. Inside(section, keys, depth + 1).Skip(1), $"{Indent(depth)}}}"];

    private static bool IsSection(string path) => Sections.Any(s => s.Path == path);

    private static string[] Words(Key key) =>
        [key.Reason, $"Allowed: {key.Kind.Allowed}.{(key.Unit.Length == 0 ? "" : $" Unit: {key.Unit}.")}"];

    /// <summary>The section directly below another that has the key; null where the key is the other's own.</summary>
    private static string? SectionBelow(string section, string key) =>
        Sections.Select(s => s.Path).FirstOrDefault(path => IsBelow(path, key) && (section.Length == 0 || IsBelow(section, path)));

    private static bool IsBelow(string section, string path) => path.StartsWith(section + ".", StringComparison.Ordinal);

    private static IEnumerable<string> Comment(string text, int depth)
    {
        var line = $"{Indent(depth)}#";
        foreach (var word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = $"{Indent(depth)}#";
            }

            line += $" {word}";
        }

        yield return line;
    }

    private static string Indent(int depth) => new(' ', 2 * depth);

    private static string Quoted(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain)
        ? text
        : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
