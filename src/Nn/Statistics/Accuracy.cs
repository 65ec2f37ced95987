namespace ActorGaze.Nn.Statistics;

/// <summary>The share of samples that were classified right.</summary>
public static class Accuracy
{
    /// <summary>In [0, 1]; 0 where nothing was counted.</summary>
    public static double Of(ConfusionMatrix confusion)
    {
        long right = 0;
        for (var c = 0; c < confusion.Classes; c++) right += confusion[c, c];
        return confusion.Total == 0 ? 0 : (double)right / confusion.Total;
    }
}
