namespace ActorGaze.Nn.Statistics;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    /// <summary>The share of the distribution that lies within ±t, for t ≥ 0 and a whole number of degrees of freedom ≥ 1.</summary>
    /// <remarks>The finite trigonometric series of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.</remarks>
    public static double ShareWithin(double t, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(t);

        var theta = Math.Atan(t / Math.Sqrt(degreesOfFreedom));
        var (sin, cos) = Math.SinCos(theta);
        var odd = degreesOfFreedom % 2 == 1;

        double sum = 0, term = odd ? cos : 1;
        for (var power = odd ? 1 : 0; power <= degreesOfFreedom - 2; power += 2)
        {
            sum += term;
            term *= cos * cos * (power + 1) / (power + 2);
        }

        return odd ? 2 / Math.PI * (theta + (sin * sum)) : sin * sum;
    }

    /// <summary>The t whose ± holds a share, in (0, 1), of the distribution; found by bisection to the last bit.</summary>
    public static double HalfWidth(double share, int degreesOfFreedom)
    {
        if (!(share > 0 && share < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "Allowed: between 0 and 1.");

        double low = 0, high = 1;
        while (ShareWithin(high, degreesOfFreedom) < share) (low, high) = (high, high * 2);
        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high) return high;
            if (ShareWithin(middle, degreesOfFreedom) < share) low = middle;
            else high = middle;
        }
    }
}
