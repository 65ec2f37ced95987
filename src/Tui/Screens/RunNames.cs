using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Tui.Rendering;

namespace ActorGaze.Tui.Screens;

/// <summary>
/// Names as short as they can be without two of them meaning the same: what tells a sweep from the others, and a run's name within its
/// sweep. Pure.
/// </summary>
internal sealed class RunNames
{
    private readonly Dictionary<string, string> _sweeps;
    private readonly Dictionary<string, string> _data;

    private RunNames(Dictionary<string, string> sweeps, Dictionary<string, string> data) => (_sweeps, _data) = (sweeps, data);

    /// <summary>A sweep needs no name where it is alone, and its data set's where that is its own.</summary>
    public static RunNames In(Frame frame)
    {
        var data = frame.Runs.GroupBy(run => run.Sweep)
            .ToDictionary(runs => runs.Key, runs => runs.Select(run => run.Data).Distinct().ToList());
        var own = data.Values.All(sets => sets.Count == 1) && data.Values.SelectMany(sets => sets).Distinct().Count() == data.Count;
        string[] sets = [.. data.Values.SelectMany(all => all).Distinct()];
        var shown = sets.Zip(LookAlikes.Shown(sets), KeyValuePair.Create).ToDictionary();
        return new RunNames(
            data.ToDictionary(sweep => sweep.Key, sweep => data.Count == 1 ? "" : $"{(own ? shown[sweep.Value[0]] : sweep.Key)} "), shown);
    }

    /// <summary>Before what is said of a sweep: its name and a space, or nothing.</summary>
    public string Before(string sweep) => _sweeps.GetValueOrDefault(sweep, "");

    /// <summary>A run's data set, told apart from those that look like it.</summary>
    public string DataOf(RunLine run) => _data.GetValueOrDefault(run.Data) ?? SafeText.Line(run.Data);

    public string Of(RunLine run) => Of(run.Sweep, run.Id);

    public string Of(string sweep, RunId run) => Before(sweep) + RunWords.NameWithin(sweep, run);
}
