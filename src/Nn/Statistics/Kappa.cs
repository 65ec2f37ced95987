namespace ActorGaze.Nn.Statistics;

/// <summary>Cohen's kappa: how much better than chance two raters agree; here the truth and a network.</summary>
public static class Kappa
{
    /// <summary>(p_o − p_e) / (1 − p_e), in [−1, 1]; 0 where p_e = 1 or nothing was counted.</summary>
    public static double Of(ConfusionMatrix confusion)
    {
        long agreed = 0;
        var expected = Int128.Zero;
        for (var c = 0; c < confusion.Classes; c++)
        {
            long truths = 0, predictions = 0;
            for (var other = 0; other < confusion.Classes; other++)
            {
                truths += confusion[c, other];
                predictions += confusion[other, c];
            }

            agreed += confusion[c, c];
            expected += (Int128)truths * predictions;
        }

        // Both shares times n²: whole numbers, so that p_e = 1 is met exactly.
        var n = (Int128)confusion.Total;
        var left = (n * n) - expected;
        return left == 0 ? 0 : (double)((n * agreed) - expected) / (double)left;
    }
}
