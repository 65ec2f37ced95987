using System.Globalization;
using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Chaos;

/// <summary>The command line: kills children, compares what they leave, and says what it found.</summary>
internal static class Parent
{
    private const string Usage =
        """
        actorgaze-chaos [--kills N] [--seeds N] [--levels 2,5] [--precisions float32,bfloat16] [--every-event] [--workers thread|process] [--journal ADDRESS] [--keep DIR] [--json]

        Runs small sweeps in child processes, kills these with SIGKILL at random instants and inside saves, damages files between two of
        them, and compares what is left with sweeps that nothing happened to. Exit status 1 where a bit differs.

          --kills N       kills in all, dealt over seeds and levels (12)
          --seeds N       seeds 1 to N (1)
          --levels LIST   networks (2)
          --precisions LIST   of float32, bfloat16 (float32)
          --every-event   instead: one run, killed after its k-th event, for every k
          --stride N      with it: for every N-th (1)
          --workers KIND  thread: crews live in the child. process: each in a process of its own, and half of the kills are theirs (thread)
          --journal ADDRESS   of a server of PostgreSQL, as postgresql://user@host/database: disturbed sweeps have their journals there,
                          each in a database that is made for it and left (SQLite in the state folder)
          --keep DIR      leaves the state folders there
          --json          the report as JSON on standard output
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <returns>0: the same bits everywhere. 1: a difference. 2: the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Options.Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var folder = options.Keep ?? Directory.CreateTempSubdirectory("chaos-").FullName;
        try
        {
            return await RunAllAsync(options, folder);
        }
        catch (ChaosException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        finally
        {
            if (options.Keep is null) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAllAsync(Options options, string folder)
    {
        var reports = new List<ITold>();
        var cases = (from precision in options.Precisions from level in options.Levels from seed in Enumerable.Range(1, options.Seeds) select (precision, level, seed)).ToList();
        var journals = new Journals(options.Journal);
        for (var i = 0; i < cases.Count; i++)
        {
            var (precision, level, seed) = cases[i];
            var place = Path.Combine(folder, FormattableString.Invariant($"{precision}-l{level}-s{seed}"));
            var kills = (options.Kills / cases.Count) + (i < options.Kills % cases.Count ? 1 : 0);
            var report = options.EveryEvent
                ? (ITold)await new EveryEvent(place, seed, level, precision, journals, options.Stride, Console.Error.WriteLine).RunAsync(TimeProvider.System)
                : await new Rounds(place, Trial.Of(seed, level) with { Precision = precision }, kills, options.Processes, journals, Console.Error.WriteLine).RunAsync(TimeProvider.System);
            reports.Add(report);
            if (!options.Json) Console.WriteLine(report);
            if (report.Difference is null) continue;
            if (options.Json) Console.WriteLine(JsonSerializer.Serialize<IEnumerable<object>>(reports, Json));
            return 1;
        }

        if (options.Json) Console.WriteLine(JsonSerializer.Serialize<IEnumerable<object>>(reports, Json));
        return 0;
    }

    private sealed record Options
    {
        public int Kills { get; init; } = 12;

        public int Seeds { get; init; } = 1;

        public IReadOnlyList<int> Levels { get; init; } = [2];

        public IReadOnlyList<Precision> Precisions { get; init; } = [Precision.Float32];

        public bool EveryEvent { get; init; }

        public string? Keep { get; init; }

        public bool Json { get; init; }

        public bool Processes { get; init; }

        public JournalAddress? Journal { get; init; }

        /// <summary>Of the events that <see cref="EveryEvent"/> kills after.</summary>
        public int Stride { get; init; } = 1;

        /// <summary>Null where a word is not understood.</summary>
        public static Options? Parse(IEnumerable<string> args)
        {
            Options? options = new Options();
            using var words = args.GetEnumerator();
            while (options is not null && words.MoveNext())
            {
                options = words.Current switch
                {
                    "--every-event" => options with { EveryEvent = true },
                    "--json" => options with { Json = true },
                    var key when words.MoveNext() => options.With(key, words.Current),
                    _ => null,
                };
            }

            return options;
        }

        private Options? With(string key, string value) => key switch
        {
            "--kills" when Number(value) is { } kills => this with { Kills = kills },
            "--seeds" when Number(value) is { } seeds => this with { Seeds = seeds },
            "--levels" when value.Split(',').Select(Number).ToList() is var levels && levels.All(l => l is >= 1 and <= 5) => this with { Levels = [.. levels.Select(l => l!.Value)] },
            "--precisions" when value.Split(',').All(word => word is "float32" or "bfloat16") =>
                this with { Precisions = [.. value.Split(',').Select(word => Enum.Parse<Precision>(word, ignoreCase: true))] },
            "--workers" when value is "thread" or "process" => this with { Processes = value == "process" },
            "--stride" when Number(value) is > 0 and var stride => this with { Stride = stride },
            "--journal" when JournalAddress.TryParse(value, out var journal, out _) => this with { Journal = journal },
            "--keep" => this with { Keep = Path.GetFullPath(value) },
            _ => null,
        };

        private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
