using System.Collections.Immutable;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Settings;

/// <summary>Reads sweep files: the shipped defaults, under the file, under what the command line sets.</summary>
public static class SweepFile
{
    /// <param name="path">A HOCON file whose keys leave the root <c>actorgaze.</c> out.</param>
    /// <param name="sets">Each <c>key=value</c>, the root left out as well; later ones go before earlier ones.</param>
    /// <param name="environment">The value of a variable; null where it is not set.</param>
    /// <param name="isKnown">Whether, by the journal at an address (null: the state folder's own), a sweep of that name has trained on that
    /// folder before, so that it is waited for; null: none has.</param>
    /// <param name="describe">What an assembly brings, by its file; null: its code runs in this process to tell.</param>
    /// <exception cref="InvalidInputException">Anything is wrong with any of them.</exception>
    /// <exception cref="BrokenPartException">An assembly that the sweep names cannot say what it brings.</exception>
    public static SweepSettings Load(
        string path, IReadOnlyList<string> sets, Func<string, string?> environment, Func<JournalAddress?, string, string, bool>? isKnown =
            null,
        Func<string, PartsDescription>? describe = null)
    {
        var settings = Over(Layer.File(path, environment), Layer.CommandLine(sets));
        var grid = Put(new Grid(), SweepKeys.All, settings);
        if (grid.Name.Length == 0) grid = grid with { Name = SweepKeys.NameOf(path) };
        var sweep = Sweep(grid, settings, path, describe);
        var engine = Engine(settings);
        RequireFolder(settings["sweep.data"], folder => isKnown?.Invoke(engine.Lab.Journal, grid.Name, folder) == true);
        return new SweepSettings(sweep, engine);
    }

    /// <summary>The engine's settings where there is no sweep file.</summary>
    /// <exception cref="InvalidInputException">A key or value is wrong.</exception>
    public static EngineSettings EngineAlone(IReadOnlyList<string> sets) => Engine(Over([], Layer.CommandLine(sets)));

    /// <summary>How a data set is read, by what a command line says of it; other settings are left aside.</summary>
    /// <exception cref="InvalidInputException">A key or value is wrong.</exception>
    internal static DataSpec Data(string place, IReadOnlyList<string> sets)
    {
        var settings = Over([], Layer.CommandLine(sets));
        var run = RunKeys.All.Where(key => key.Path.StartsWith("data.", StringComparison.Ordinal))
            .Aggregate(new RunSpec(new RunId("any")) { Data = place }, (so, key) => key.Put(so, settings[key.Path]));
        return DataFolders.SpecOf(RunImages.Of(run), place);
    }

    /// <summary>What a command line says of a part's parameters, by their names; other settings are left aside.</summary>
    internal static IReadOnlyDictionary<string, string> Parameters(PartKind kind, IReadOnlyList<string> sets) => Layer.CommandLine(sets)
        .Where(setting => PartKeys.KindOf(setting.Key) == kind)
        .ToDictionary(setting => setting.Key[kind.Section().Length..], setting => setting.Text("one value"));

    /// <summary>Every key with its value, as the reference file orders them; each value has been checked.</summary>
    /// <param name="path">A sweep file; null: none.</param>
    /// <exception cref="InvalidInputException">A key or value is wrong. A data folder that is not there is none of that.</exception>
    internal static IReadOnlyList<(Key Key, Setting Setting)> Present(
        string? path, IReadOnlyList<string> sets, Func<string, string?> environment, Func<string, PartsDescription>? describe = null)
    {
        var settings = Over(path is null ? [] : Layer.File(path, environment), Layer.CommandLine(sets));
        var grid = Put(new Grid(), SweepKeys.All, settings);
        var sweep = Sweep(grid.Name.Length > 0 ? grid : grid with { Name = path is null ? "sweep" : SweepKeys.NameOf(path) }, settings,
            path, describe);
        Engine(settings);
        var parameters = PartKeys.KeysOf(sweep.Runs, Brought(grid, settings, path, describe));
        return [.. Reference.InOrder(Keys.All.Concat(parameters)).Select(key => (key, settings.GetValueOrDefault(key.Path, key.Default)))];
    }

    /// <summary>
    /// A folder that is not there is a typing error, unless the state folder knows it: then its disk is not mounted, and its runs wait for
    /// it.
    /// </summary>
    private static void RequireFolder(Setting setting, Func<string, bool> isKnown)
    {
        foreach (var text in setting.Values)
            if (DataFolders.FullName(text) is { } data && PhantomNames.KindOf(data) is null && !DataFolders.IsThere(data) && !isKnown(data))
            {
                throw new InvalidInputException(
                    $"{setting.Origin}: {setting.Key}: found '{text}', and there is no {(Manifest.IsNamed(data) ? "file" : "folder")} "
                    + $"{data}; allowed: {DataFolders.Allowed}.");
            }
    }

    private static EngineSettings Engine(ImmutableDictionary<string, Setting> settings) =>
        Put(new EngineSettings(), EngineKeys.All, settings);

    private static ImmutableDictionary<string, Setting> Over(IReadOnlyList<Setting> file, IReadOnlyList<Setting> sets)
    {
        var settings = Keys.All.ToImmutableDictionary(key => key.Path, key => key.Default);
        foreach (var setting in file.Concat(sets))
        {
            Keys.Require(setting);
            if (setting.Values.Any(v => v.Contains(HoconText.LeftOut, StringComparison.Ordinal))) continue;
            settings = settings.SetItem(setting.Key, setting);
        }

        foreach (var setting in settings.Values)
            if (setting.Values.FirstOrDefault(v => v.Contains(HoconText.Missing, StringComparison.Ordinal)) is { } value)
            {
                var name = value.Split(HoconText.Missing)[1];
                throw new InvalidInputException(
                    $"{setting.Origin}: {setting.Key}: the environment variable {name} is not set. "
                    + $"Set {name}, or say --set {setting.Key}={(setting.Key == "sweep.data" ? "DIR" : "VALUE")}.");
            }

        return settings;
    }

    private static T Put<T>(T start, IEnumerable<Key<T>> keys, ImmutableDictionary<string, Setting> settings) =>
        keys.Aggregate(start, (so, key) => key.Put(so, settings[key.Path]));

    private static SweepSpec Sweep(
        Grid grid, ImmutableDictionary<string, Setting> settings, string? path, Func<string, PartsDescription>? describe)
    {
        var weights = settings["sweep.gaze-weights"];
        if (grid.Evaluation == Evaluation.Analytic && grid.GazeWeights is not [0.0])
            throw weights.Wrong("[0] where sweep.evaluation = analytic, which trains with cross entropy alone");

        var brought = Brought(grid, settings, path, describe);
        var known = new KnownParts(settings["sweep.plugins"], brought);
        var templates = SourceKeys.Resolved(
            PartKeys.Resolved(Axes.Templates(new RunSpec(new RunId("template")), settings), settings, known), settings[SourceKeys.Source],
            brought);
        var networks = NetworkKeys.Read(grid, settings, known);
        RequireDifferentiable(grid, templates, settings, known);
        if ((long)templates.Count * networks.Length * grid.GazeWeights.Length * grid.Trials > SweepKeys.MostRuns)
            throw settings["sweep.trials"].Wrong($"a grid of at most {SweepKeys.MostRuns} runs");

        var runs = templates
            .SelectMany(template => new SweepGrid(grid.Name, template) { Networks = networks, GazeWeights = grid.GazeWeights,
                Trials = grid.Trials }.Runs())
            .OrderBy(run => run.Trial).ToArray(); // stable: pairs are complete early, over variants too
        if (runs.Select(RunConflicts.OfAssemblies).FirstOrDefault(objection => objection is not null) is { } mixed)
            throw new InvalidInputException($"{settings["sweep.plugins"].Origin}: sweep.plugins: {mixed}");
        if (runs.Select(StageName.Objection).FirstOrDefault(allowed => allowed is not null) is { } stages)
            throw settings["gaze.layer"].Wrong(stages);
        var sweep = Named(grid, runs, settings) with { Evaluation = grid.Evaluation, PaperCorrelations = grid.PaperCorrelations };
        return sweep.Runs.GroupBy(run => run.Id).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw weights.Wrong($"values that differ in their first six decimals (two runs would be called {twice.Key})")
            : sweep;
    }

    /// <summary>A gaze loss needs gradients through the gaze.</summary>
    private static void RequireDifferentiable(
        Grid grid, IReadOnlyList<RunSpec> templates, ImmutableDictionary<string, Setting> settings, KnownParts known)
    {
        if (grid.GazeWeights.All(weight => weight == 0)) return;
        foreach (var name in templates.Select(template => template.Gaze.Method.Name).Distinct())
            if (known.Find(PartKind.CamMethod, name, "gaze.method").Part.Differentiable != true)
                throw settings["gaze.method"].Wrong("a method that is differentiable where sweep.gaze-weights has another weight than 0; "
                    + $"'{name}' is not, and can be evaluated with λ₀ = 0 alone");
    }

    private static PartsDescription[] Brought(
        Grid grid, ImmutableDictionary<string, Setting> settings, string? path, Func<string, PartsDescription>? describe) =>
        [.. NetworkKeys.Files(grid.Plugins, settings["sweep.plugins"], path).Select(describe ?? (file => Plugin.Load(file).Description))];

    /// <summary>Names of networks and of parameters' values are part of the runs' names.</summary>
    private static SweepSpec Named(Grid grid, IEnumerable<RunSpec> runs, ImmutableDictionary<string, Setting> settings)
    {
        try
        {
            return SweepSpec.Of(grid.Name, runs);
        }
        catch (ArgumentException e)
        {
            throw settings["sweep.name"].Wrong($"a name with which the runs' names are allowed ({e.Message})");
        }
    }
}
