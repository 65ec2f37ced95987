using System.Collections.Immutable;
using System.Globalization;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Settings;

/// <summary>Runs at once: a number, <c>auto</c>, or a number for each device, as <c>{ "cuda:0" = 4, cpu = 2 }</c>.</summary>
internal sealed record RunCounts : ValueKind<RunsAtOnce?>, IMapKind
{
    private static readonly Whole<int> Count = new(1, 1024);
    private static readonly DeviceOrAuto Device = new();

    public override string Type => "whole number, auto, or a whole number for each device";

    public override string Allowed => $$"""{{Count.Allowed}}, or auto, or one for each device, such as { "cuda:0" = 4, cpu = 2 }""";

    public override RunsAtOnce? Read(Setting setting)
    {
        if (setting.IsMap && !setting.Values.IsEmpty)
        {
            var counts = RunsAtOnce.Of(setting.Values.Select(entry => OnDevice(setting, entry)));
            return Holds(counts) ? counts : throw setting.Wrong($"{Allowed}, each device once");
        }

        if (setting.Text(Allowed) == "auto") return null;
        return Count.TryParse(setting.Text(Allowed), out var inAll) && Count.Holds(inAll) ? inAll : throw setting.Wrong(Allowed);
    }

    public override Setting Write(string key, RunsAtOnce? value) => value switch
    {
        null => new Setting(key, Setting.Default, ["auto"], false),
        { InAll: { } all } => new Setting(key, Setting.Default, [Count.Format(all)], false),
        _ => new Setting(key, Setting.Default, [.. value.OnDevices.Select(entry => FormattableString.Invariant($"{entry.Device}={entry.Runs}"))], true) { IsMap = true },
    };

    public override bool Holds(RunsAtOnce? value) =>
        value is null || (value.InAll is { } all ? Count.Holds(all) : value.OnDevices.All(entry => IsDevice(entry.Device) && Count.Holds(entry.Runs))
                && value.OnDevices.DistinctBy(entry => entry.Device).Count() == value.OnDevices.Length);

    private static bool IsDevice(string name) => name != "auto" && Device.Holds(name);

    private (string Device, int Runs) OnDevice(Setting setting, string entry)
    {
        var at = entry.LastIndexOf('=');
        var (device, runs) = (at < 0 ? "" : entry[..at].Trim(' ', '"'), at < 0 ? entry : entry[(at + 1)..].Trim());
        return IsDevice(device) && int.TryParse(runs, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && Count.Holds(count)
            ? (device, count)
            : throw setting.Wrong(Allowed);
    }
}
