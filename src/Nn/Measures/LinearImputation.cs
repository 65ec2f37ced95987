using ActorGaze.Nn.Randomness;

namespace ActorGaze.Nn.Measures;

/// <summary>
/// Noisy linear imputation (Rong et al., ROAD, arXiv 2202.00449, section 4.2): each pixel that is taken away becomes the weighted mean of
/// its eight neighbours, which may be taken away themselves, plus a little noise. So the shape of what was taken away can hardly be told.
/// </summary>
/// <remarks>
/// Neighbours beside and above weigh 1/6, those at the corners 1/12; at an edge the weights of those that are there are scaled to 1. The
/// system is symmetric and positive definite and is solved by conjugate gradients, from a guess by a pyramid of means.
/// </remarks>
public static class LinearImputation
{
    /// <summary>Standard deviation of the noise, in the values that a network takes.</summary>
    public const double Noise = 0.01;

    private const double Beside = 1.0 / 6;
    private const double Corner = 1.0 / 12;
    private const double Tolerance = 1e-5; // of the right-hand side's length: far below the noise
    private const int MostRounds = 5000;

    /// <summary>The image with the pixels filled in, without noise.</summary>
    /// <param name="values">side × side, row by row.</param>
    /// <param name="removed">For each pixel whether it was taken away; at least one was not.</param>
    /// <exception cref="ArgumentException">Every pixel was taken away.</exception>
    public static double[] Fill(IReadOnlyList<double> values, bool[] removed, int side)
    {
        if (Array.TrueForAll(removed, gone =>
            gone)) throw new ArgumentException("Every pixel was taken away: there is nothing to fill in from.", nameof(removed));
        var system = new Equations(removed, side);
        var filled = Guess(values, removed, side);
        system.Solve(filled);
        return filled;
    }

    /// <summary>Adds the noise to the pixels that were taken away, in their order.</summary>
    public static void AddNoise(double[] filled, bool[] removed, RandomStream chance)
    {
        for (var pixel = 0; pixel < filled.Length; pixel++)
            if (removed[pixel]) filled[pixel] += Noise * chance.NextGaussian();
    }

    /// <summary>The mean of what is known around, from blocks that double in size.</summary>
    private static double[] Guess(IReadOnlyList<double> values, bool[] removed, int side)
    {
        var levels = new List<(double[] Values, bool[] Known, int Side)>
        {
            ([.. values.Select((value, pixel) => removed[pixel] ? 0 : value)], [.. removed.Select(gone => !gone)], side),
        };
        while (levels[^1].Side > 1)
        {
            var (fine, known, from) = levels[^1];
            var to = (from + 1) / 2;
            var (sums, counts) = (new double[to * to], new int[to * to]);
            for (var pixel = 0; pixel < fine.Length; pixel++)
            {
                if (!known[pixel]) continue;
                var block = (pixel / from / 2 * to) + (pixel % from / 2);
                sums[block] += fine[pixel];
                counts[block]++;
            }

            levels.Add(([.. sums.Select((sum, block) => counts[block] == 0 ? 0 : sum / counts[block])],
                [.. counts.Select(count => count > 0)], to));
        }

        for (var level = levels.Count - 2; level >= 0; level--)
        {
            var ((fine, known, here), (coarse, _, above)) = (levels[level], levels[level + 1]);
            for (var pixel = 0; pixel < fine.Length; pixel++)
                if (!known[pixel]) fine[pixel] = coarse[(pixel / here / 2 * above) + (pixel % here / 2)];
        }

        return levels[0].Values;
    }

    /// <summary>Σ_j w_ij (x_i − x_j) = 0 for each pixel i that was taken away, over its neighbours j in the image.</summary>
    private sealed class Equations
    {
        private readonly int _side;
        private readonly int _wide; // a border of one pixel, which weighs nothing
        private readonly int[] _unknown;
        private readonly double[] _degrees;

        public Equations(bool[] removed, int side)
        {
            (_side, _wide) = (side, side + 2);
            _unknown = [.. Enumerable.Range(0, removed.Length).Where(pixel => removed[pixel]).Select(Place)];
            var inside = new double[_wide * _wide];
            for (var pixel = 0; pixel < removed.Length; pixel++) inside[Place(pixel)] = 1;
            _degrees = [.. _unknown.Select(place => Neighbours(inside, place))];
        }

        /// <summary>By conjugate gradients, in place: what is known stays, what is not begins as it is.</summary>
        public void Solve(double[] image)
        {
            var whole = new double[_wide * _wide];
            for (var pixel = 0; pixel < image.Length; pixel++) whole[Place(pixel)] = image[pixel];
            var residual = new double[_unknown.Length];
            var product = new double[_unknown.Length];
            for (var i = 0; i < _unknown.Length; i++) residual[i] = Neighbours(whole, _unknown[i]) - (_degrees[i] * whole[_unknown[i]]);
            var direction = new double[_wide * _wide]; // 0 where a pixel is known
            for (var i = 0; i < _unknown.Length; i++) direction[_unknown[i]] = residual[i];
            var (squares, least) = (Dot(residual, residual), Tolerance * Tolerance * _unknown.Length * Scale(image));
            for (var round = 0; round < MostRounds && squares > least; round++)
            {
                var along = 0.0;
                for (var i = 0; i < _unknown.Length; i++)
                {
                    var own = direction[_unknown[i]];
                    product[i] = (_degrees[i] * own) - Neighbours(direction, _unknown[i]);
                    along += own * product[i];
                }

                var step = squares / along;
                var before = squares;
                squares = 0;
                for (var i = 0; i < _unknown.Length; i++)
                {
                    whole[_unknown[i]] += step * direction[_unknown[i]];
                    residual[i] -= step * product[i];
                    squares += residual[i] * residual[i];
                }

                var turn = squares / before;
                for (var i = 0; i < _unknown.Length; i++) direction[_unknown[i]] = residual[i] + (turn * direction[_unknown[i]]);
            }

            for (var pixel = 0; pixel < image.Length; pixel++) image[pixel] = whole[Place(pixel)];
        }

        private int Place(int pixel) => ((pixel / _side + 1) * _wide) + (pixel % _side) + 1;

        private double Neighbours(double[] whole, int place)
        {
            var (above, below) = (place - _wide, place + _wide);
            return (Beside * (whole[above] + whole[below] + whole[place - 1] + whole[place + 1]))
                + (Corner * (whole[above - 1] + whole[above + 1] + whole[below - 1] + whole[below + 1]));
        }

        private static double Dot(double[] a, double[] b)
        {
            var sum = 0.0;
            for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
            return sum;
        }

        private static double Scale(double[] image) => Math.Max(1e-12, image.Sum(value => value * value) / image.Length);
    }
}
