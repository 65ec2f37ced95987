using System.Globalization;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Models;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Settings;

/// <summary>A sweep's name; empty where it is the file's.</summary>
internal sealed record SweepName : SingleValue<string>
{
    public override string Type => "name";

    public override string Allowed => NameRule.Allowed(NameRule.LongestSweep);

    public override bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }

    public override string Format(string value) => value;

    public override bool Holds(string value) => value.Length == 0 || NameRule.Objection(value, NameRule.LongestSweep) is null;
}

/// <summary>A data folder or a manifest, taken from the current folder, or the name of phantoms.</summary>
internal sealed record DataName : SingleValue<string>
{
    public override string Type => "folder";

    public override string Allowed => DataFolders.Allowed;

    public override string AllowedInSpec => $"an absolute path, or {PhantomNames.Localised}, or {PhantomNames.Diffuse}";

    public override string Read(Setting setting) => setting.Text(Allowed).Contains("${", StringComparison.Ordinal)
        ? throw setting.Wrong("a variable outside quotes, such as ${ACTORGAZE_DATA}\"/chest x-ray\"")
        : base.Read(setting);

    public override bool TryParse(string text, out string value)
    {
        var name = DataFolders.FullName(text);
        value = name ?? "";
        return name is not null;
    }

    public override string Format(string value) => value;

    public override bool Holds(string value) => DataFolders.IsFullName(value);
}

/// <summary>A device a run may be given, whether or not it is there.</summary>
/// <param name="OfNodes">Devices of nodes too, and patterns of them.</param>
internal sealed record DeviceOrAuto(bool OfNodes = false) : SingleValue<string>
{
    private const int MostCuda = 64;

    public override string Type => "device";

    public override string Allowed =>
        $"auto, cpu, or cuda:0 to cuda:{MostCuda - 1}{(OfNodes ? ", or one of a node, such as gpubox/cuda:0, gpubox/* or */cpu" : "")}";

    public override bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }

    public override string Format(string value) => value;

    public override bool Holds(string value) => value == "auto" || DevicePlace.Of(value) switch
    {
        { Node: null, Device: var device } => IsDevice(device),
        var place => OfNodes && (place.Node == "*" || NameRule.Objection(place.Node, NameRule.LongestSweep) is null)
        && (place.Device == "*" || IsDevice(place.Device)),
    };

    private static bool IsDevice(string device) =>
        DeviceName.Parse(device) is { } name && name.ToString() == device && name.Cuda is null or < MostCuda;
}

/// <summary>A network's name, whether or not somebody has registered it.</summary>
internal sealed record NetworkName : SingleValue<string>
{
    public override string Type => "name";

    public override string Allowed => $"the name of a network: {PartsBuilder.Names}";

    public override bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }

    public override string Format(string value) => value;

    public override bool Holds(string value) => PartsBuilder.IsName(PartKind.Network, value);
}

/// <summary>A stage of a network, whether or not the network has it.</summary>
internal sealed record StageName : SingleValue<string>
{
    public override string Type => "name";

    public override string Allowed => $"{GazeModel.TargetLayer}, or a stage of the network: {PartsBuilder.Names}";

    public override bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }

    public override string Format(string value) => value;

    public override bool Holds(string value) => PartsBuilder.IsName(PartKind.Network, value);

    /// <summary>
    /// What is allowed where the run's network has no such stage, or its images are too small for it; null where it has it, or only the
    /// built network can say.
    /// </summary>
    public static string? Objection(RunSpec run)
    {
        if (run.Gaze.Layer == GazeModel.TargetLayer || run.Network.Plugin is not null) return null;
        if (PaperStages.Of(run.Network.Name) is not { } stages) return null;
        if (!stages.Contains(run.Gaze.Layer)) return $"for {run.Network.Name}: {string.Join(", ", [GazeModel.TargetLayer, .. stages])}";
        return PaperStages.IsAt(run.Gaze.Layer, run.Form.Side)
            ? null
            : FormattableString.Invariant(
                $"{run.Gaze.Layer} only where data.side is a multiple of {PaperStages.CoarseSide}, and it is {run.Form.Side}");
    }
}

/// <summary>The file of an assembly, as it is written.</summary>
internal sealed record AssemblyPath : SingleValue<string>
{
    public override string Type => "file";

    public override string Allowed => "the path of a .NET assembly, such as mylab.dll";

    public override bool TryParse(string text, out string value)
    {
        value = text;
        return true;
    }

    public override string Format(string value) => value;

    public override bool Holds(string value) => value.Length > 0 && !value.Contains('\0', StringComparison.Ordinal);
}

/// <summary>The weights of the classes: a list of numbers is one value. Null: none.</summary>
internal sealed record WeightsOfClasses : SingleValue<ClassWeights?>
{
    private const string None = "none";

    public override string Type => "weights";

    public override string Allowed => $"none, balanced, or a number for each class, such as [3, 1]; each is {ClassWeights.Allowed}";

    public override bool IsKnown(string text) => TryParse(text, out _);

    public override bool IsOneValue(Setting list) =>
        !list.Values.IsEmpty && list.Values.All(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    public override ClassWeights? Read(Setting setting) =>
        base.Read(IsOneValue(setting) ? setting with { Values = [string.Join(", ", setting.Values)], IsList = false } : setting);

    public override bool TryParse(string text, out ClassWeights? value)
    {
        value = ClassWeights.Parse(text);
        return value is not null || text == None;
    }

    public override string Format(ClassWeights? value) => value?.ToString() ?? None;

    public override bool Holds(ClassWeights? value) => true;
}
