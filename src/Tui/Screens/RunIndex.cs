using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>Runs that differ by nothing but their trial.</summary>
/// <param name="Places">Where they are among a frame's runs, by trial.</param>
internal sealed record Setting(string Sweep, string Data, string Network, double Lambda, string Variant, ImmutableArray<int> Places)
{
    public IEnumerable<RunLine> Of(Frame frame) => Places.Select(place => frame.Runs[place]);
}

/// <summary>
/// What of a frame's runs stays the same while they train: their places, names and settings. It is made anew only when other runs are
/// there.
/// </summary>
internal sealed class RunIndex
{
    private ImmutableArray<RunLine> _runs; // of the newest frame that fitted: the next differs from it by few
    private readonly Dictionary<RunId, int> _places;

    private RunIndex(Frame frame)
    {
        _runs = frame.Runs;
        _places = new Dictionary<RunId, int>(_runs.Length);
        for (var i = 0; i < _runs.Length; i++) _places[_runs[i].Id] = i;
        Names = RunNames.In(frame);
        LongestName = _runs.Select(run => TextWidth.Of(Names.Of(run))).DefaultIfEmpty(0).Max();
        Settings =
        [
            .. _runs.Select((run, place) => (Run: run, Place: place)).GroupBy(at =>
                (at.Run.Sweep, at.Run.Data, at.Run.Network, at.Run.Lambda, at.Run.Variant))
                .Select(same => new Setting(
                    same.Key.Sweep, same.Key.Data, same.Key.Network, same.Key.Lambda, same.Key.Variant,
                    [.. same.OrderBy(at => at.Run.Trial).Select(at => at.Place)])),
        ];
        MostTrials = Settings.Select(setting => setting.Places.Length).DefaultIfEmpty(0).Max();
    }

    public static RunIndex Empty { get; } = new(Frame.Empty);

    public RunNames Names { get; }

    /// <summary>In columns of a terminal.</summary>
    public int LongestName { get; }

    /// <summary>In the order of the sweeps' plans.</summary>
    public ImmutableArray<Setting> Settings { get; }

    public int MostTrials { get; }

    /// <summary>This one, where the frame has the same runs at the same places; else a new one.</summary>
    public RunIndex For(Frame frame) => Fits(frame) ? this : new RunIndex(frame);

    /// <summary>A run of a frame that this is the index of; null where there is no such run.</summary>
    public RunLine? Find(Frame frame, RunId? run) =>
        run is { } id && _places.TryGetValue(id, out var place) && place < frame.Runs.Length ? frame.Runs[place] : null;

    /// <summary>The setting that a run belongs to; -1 where there is no such run.</summary>
    public int SettingOf(RunId? run)
    {
        if (run is not { } id || !_places.TryGetValue(id, out var place)) return -1;
        for (var i = 0; i < Settings.Length; i++)
            if (Settings[i].Places.Contains(place)) return i;
        return -1;
    }

    private bool Fits(Frame frame)
    {
        if (frame.Runs.Length != _runs.Length) return false;
        for (var i = 0; i < _runs.Length; i++)
        {
            var (now, before) = (frame.Runs[i], _runs[i]);
            if (ReferenceEquals(now, before)) continue;
            if (now.Id != before.Id || now.Sweep != before.Sweep || now.Data != before.Data || now.Network != before.Network
                || now.Trial != before.Trial
                || !now.Lambda.Equals(before.Lambda) || now.Variant != before.Variant) return false;
        }

        _runs = frame.Runs;
        return true;
    }
}
