using System.Globalization;

namespace ActorGaze.Tui.Reports;

/// <summary>A range with round ticks that covers its values.</summary>
internal sealed record Axis(double Least, double Most, double Step)
{
    public static Axis Over(IEnumerable<double> values, bool whole, int about = 5)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        if (all.Length == 0) return new Axis(0, 1, whole ? 1 : 0.25);
        var (low, high) = (all.Min(), all.Max());
        if (high - low < 1e-12 * Math.Max(1, Math.Abs(high))) (low, high) = whole ? (low - 1, high + 1) : (low - Spare(low), high + Spare(high));
        var step = Round((high - low) / about);
        if (whole) step = Math.Max(1, Math.Round(step));
        return whole ? new Axis(low, high, step) : new Axis(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }

    public double Share(double value) => (value - Least) / (Most - Least);

    public IEnumerable<(double At, string Text)> Ticks()
    {
        var digits = Math.Clamp((int)-Math.Floor(Math.Log10(Step) + 1e-9), 0, 10);
        for (var i = (long)Math.Ceiling((Least / Step) - 1e-6); i * Step <= Most + (Step * 1e-6); i++)
            yield return (i * Step, (i * Step).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace('-', '−'));
    }

    private static double Spare(double value) => value == 0 ? 0.5 : Math.Abs(value) * 0.1;

    /// <summary>1, 2 or 5 times a power of ten.</summary>
    private static double Round(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = rough / power;
        return power * (step <= 1 ? 1 : step <= 2 ? 2 : step <= 5 ? 5 : 10);
    }
}
