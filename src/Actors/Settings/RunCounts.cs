using ActorGaze.Actors.Contracts;

namespace ActorGaze.Actors.Settings;

/// <summary>Runs at once: a number, <c>auto</c>, or a number for each device, as <c>{ "cuda:0" = 4, cpu = 2 }</c>.</summary>
internal sealed record RunCounts : ValueKind<RunsAtOnce?>, IMapKind
{
    private static readonly Whole<int> Count = new(1, 1024);
    private static readonly ValueOrWord<int> InAll = new(Count, "auto");
    private static readonly DeviceOrAuto Device = new();

    public override string Type => "whole number, auto, or a whole number for each device";

    public override string Allowed => $$"""{{InAll.Allowed}}, or one for each device, such as { "cuda:0" = 4, cpu = 2 }""";

    public override RunsAtOnce? Read(Setting setting)
    {
        if (!setting.IsMap)
            return InAll.TryParse(setting.Text(Allowed), out var inAll) && InAll.Holds(inAll) ? Of(inAll) : throw setting.Wrong(Allowed);
        if (setting.Values.IsEmpty) throw setting.Wrong(Allowed);
        var counts = RunsAtOnce.Of(setting.Values.Select(entry => OnDevice(setting, entry)));
        return Holds(counts) ? counts : throw setting.Wrong($"{Allowed}, each device once");
    }

    public override Setting Write(string key, RunsAtOnce? value) => value is { InAll: null }
        ? new Setting(key, Setting.Default, [.. value.OnDevices.Select(entry => $"{entry.Device}={Count.Format(entry.Runs)}")], true)
        {
            IsMap = true,
        }
        : InAll.Write(key, value?.InAll);

    public override bool Holds(RunsAtOnce? value) => value is { InAll: null }
        ? value.OnDevices.All(entry => IsDevice(entry.Device) && Count.Holds(entry.Runs))
            && value.OnDevices.DistinctBy(entry => entry.Device).Count() == value.OnDevices.Length
        : InAll.Holds(value?.InAll);

    private static RunsAtOnce? Of(int? inAll) => inAll is { } all ? RunsAtOnce.Of(all) : null;

    private static bool IsDevice(string name) => name != "auto" && Device.Holds(name);

    private (string Device, int Runs) OnDevice(Setting setting, string entry)
    {
        var at = entry.LastIndexOf('=');
        var (device, runs) = (at < 0 ? "" : entry[..at].Trim(' ', '"'), entry[(at + 1)..].Trim());
        return IsDevice(device) && Count.TryParse(runs, out var count) && Count.Holds(count)
            ? (device, count)
            : throw setting.Wrong(Allowed);
    }
}
