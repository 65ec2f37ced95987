using System.Runtime.CompilerServices;

namespace ActorGaze.Tests;

/// <summary>Cancelled when the runner says so, or after many minutes: a test that waits with this token fails by name rather than for ever.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("ACTORGAZE_LONG") == "1" ? 60 : 8);

    private static readonly ConditionalWeakTable<object, CancellationTokenSource> Sources = [];

    public static CancellationToken Token => TestContext.Current is { Test: { } test, CancellationToken: var asked }
        ? Sources.GetValue(test, _ =>
        {
            var source = CancellationTokenSource.CreateLinkedTokenSource(asked);
            source.CancelAfter(Most);
            return source;
        }).Token
        : TestContext.Current.CancellationToken;
}
