using System.Text.Json;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Contracts.Sweeps;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;
using ActorGaze.Nn.Parts;

namespace ActorGaze.Actors.Control;

/// <summary>
/// A sweep as JSON from outside: what is wrong in it is named before any run begins. The table of keys says what is allowed.
/// </summary>
public static class SweepJson
{
    private static readonly Choice<PartKind> KindOfPart = new();
    private static readonly Key<RunSpec>[] OfRun = [.. SweepKeys.OfEachRun, .. RunKeys.All];
    private static readonly (string[] Names, Key<RunSpec> Key)[] Fields = [.. OfRun.Select(key => (key.Json.Split('.'), key))];
    private static readonly Dictionary<PartKind, string> FieldOfPart = PartKinds.All.ToDictionary(
        kind => kind, kind => kind == PartKind.Network ? "network.name" : JsonOf(kind.Key()));
    private static readonly string FieldOfShape = JsonOf("loss.shape");

    /// <exception cref="InvalidInputException">It is no sweep, has a field that is not known, or a value is out of its range.</exception>
    public static async Task<SweepSpec> ReadAsync(Stream json, CancellationToken cancel)
    {
        using var read = new MemoryStream();
        await json.CopyToAsync(read, cancel).ConfigureAwait(false);
        var bytes = read.GetBuffer().AsMemory(0, (int)read.Length);
        try
        {
            var sweep = JsonSerializer.Deserialize<SweepDto>(bytes.Span, DtoJson.Strict);
            RequireNames(sweep);
            using var document = JsonDocument.Parse(bytes);
            RequireWords(document.RootElement);
            return Checked(sweep!.ToSpec());
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(SweepJsonFault.Words(e, bytes), e);
        }
    }

    /// <exception cref="InvalidInputException">A name or a value is not allowed.</exception>
    public static SweepSpec Checked(SweepSpec sweep)
    {
        if (sweep.NameObjection() is { } objection) throw new InvalidInputException(objection);
        var evaluation = SweepKeys.Evaluation;
        if (!evaluation.Holds(sweep.Evaluation)) throw Wrong("evaluation", evaluation.Format(sweep.Evaluation), evaluation.Allowed);
        foreach (var (level, correlation) in sweep.PaperCorrelations) CheckCorrelation(level, correlation);
        if (sweep.Runs.Count is 0 or > SweepKeys.MostRuns) throw Wrong("runs", $"{sweep.Runs.Count}", $"1 to {SweepKeys.MostRuns} of them");
        for (var i = 0; i < sweep.Runs.Count; i++) Check($"runs[{i}]", sweep.Runs[i]);
        return sweep;
    }

    private static void RequireNames(SweepDto? sweep)
    {
        if (sweep?.Name is null || sweep.Runs is null) throw new InvalidInputException(
            "The request is no sweep: it needs a name and runs.");
        Require("name", NameRule.Objection(sweep.Name, NameRule.LongestSweep));
        for (var i = 0; i < sweep.Runs.Count; i++)
        {
            if (sweep.Runs[i] is not { Id: { } id }) throw new InvalidInputException($"runs[{i}]: it needs an id.");
            Require($"runs[{i}].id", NameRule.Objection(id, NameRule.LongestRun));
        }
    }

    private static void Require(string key, string? objection)
    {
        if (objection is not null) throw new InvalidInputException($"{key}: {objection}");
    }

    /// <summary>
    /// A word that is none of a choice's would be read as that choice's default: so words are checked in the text itself.
    /// </summary>
    private static void RequireWords(JsonElement sweep)
    {
        if (UnknownWord(sweep, ["evaluation"], SweepKeys.Evaluation) is { } evaluation)
            throw Wrong("evaluation", evaluation, SweepKeys.Evaluation.AllowedInSpec);
        foreach (var (i, run) in sweep.GetProperty("runs").EnumerateArray().Index())
        {
            foreach (var (names, key) in Fields)
                if (UnknownWord(run, names, key.Kind) is { } word) throw Wrong($"runs[{i}].{key.Json}", word, key.Kind.AllowedInSpec);
            if (Field(run, "parts") is not { ValueKind: JsonValueKind.Array } parts) continue;
            foreach (var (j, part) in parts.EnumerateArray().Index())
                if (UnknownWord(part, ["kind"], KindOfPart) is { } kind)
                    throw Wrong($"runs[{i}].parts[{j}].kind", kind, KindOfPart.AllowedInSpec);
        }
    }

    private static string? UnknownWord(JsonElement start, ReadOnlySpan<string> names, ValueKind kind) =>
        Field(start, names) is { ValueKind: JsonValueKind.String } text && text.GetString()! is var word && !kind.IsKnown(word)
            ? word
            : null;

    private static JsonElement? Field(JsonElement at, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        return at;
    }

    private static void Check(string at, RunSpec run)
    {
        if (OfRun.FirstOrDefault(key => !key.IsAllowed(run)) is { } wrong) throw Wrong(at, wrong, run, wrong.Kind.AllowedInSpec);
        foreach (var kind in PartKinds.All)
            // of another, the engine asks the assembly
            if (run.Part(kind) is { Plugin: null } part) CheckPart(at, kind, part, FieldOfPart[kind], run.GazeWeight);
        if (run.Loss is { Term: not null, Curriculum.Shape: { Plugin: null } shape })
            CheckPart(at, PartKind.Curriculum, shape, FieldOfShape, run.GazeWeight);
        if (RunConflicts.OfAssemblies(run) is { } mixed) throw new InvalidInputException($"{at}: {mixed}");
        if (RunConflicts.First(run) is var (path, allowed)) throw Wrong(at, RunKeys.All.Single(key => key.Path == path), run, allowed);
        if (StageName.Objection(run) is { } stages) throw Wrong(at, RunKeys.All.Single(key => key.Path == "gaze.layer"), run, stages);
    }

    private static void CheckPart(string at, PartKind kind, PartSpec part, string field, double gazeWeight)
    {
        PartDescription[] known = [.. PartsRegistry.BuiltIn.Of(kind)];
        var found = Array.Find(known, one => one.Name == part.Name)
            ?? throw new InvalidInputException(
                $"{at}.{field}: {PartsDescription.NoSuch(kind, part.Name, [.. known.Select(one => one.Name)])}");
        found.Resolve(part.Parameters, kind == PartKind.Network ? $"{at}.network.parameters." : $"{at}.parts.parameters.");
        if (found.Differentiable == false && gazeWeight != 0)
            throw new InvalidInputException($"{at}.{field}: {PartsDescription.NoGradients(part.Name)}");
    }

    private static string JsonOf(string path) => RunKeys.All.Single(key => key.Path == path).Json;

    private static void CheckCorrelation(int level, double correlation)
    {
        if (!SweepKeys.Level.Holds(level)) throw Wrong("paperCorrelations", $"{level}", $"levels, each {SweepKeys.Level.Allowed}");
        if (!SweepKeys.Correlation.Holds(correlation))
            throw Wrong($"paperCorrelations.{level}", SweepKeys.Correlation.Format(correlation), SweepKeys.Correlation.Allowed);
    }

    private static InvalidInputException Wrong(string at, Key<RunSpec> key, RunSpec run, string allowed) =>
        Wrong($"{at}.{key.Json}", key.Get(run).Values[0], allowed);

    private static InvalidInputException Wrong(string path, string found, string allowed) =>
        new($"{path}: found '{found}'; allowed: {allowed}.");
}
