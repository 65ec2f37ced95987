namespace ActorGaze.Actors.Crews;

/// <summary>Images a second over the last few seconds of work, smoothed.</summary>
internal sealed record Speedometer(TimeSpan Last, double ImagesPerSecond)
{
    private const double Smoothing = 0.1;

    public static Speedometer At(TimeSpan now) => new(now, 0);

    public Speedometer With(TimeSpan now, int images)
    {
        var seconds = (now - Last).TotalSeconds;
        if (seconds <= 0) return this;
        var speed = images / seconds;
        return new Speedometer(now, ImagesPerSecond == 0 ? speed : ImagesPerSecond + (Smoothing * (speed - ImagesPerSecond)));
    }
}
