using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Nodes;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Logging;

namespace ActorGaze.Tui.Cli;

/// <summary><c>worker --join</c>: this machine as a node, until it is interrupted or not taken.</summary>
internal static class NodeVerb
{
    public static async Task<int> RunAsync(Call call, string engine, string identity)
    {
        var settings = call.EngineAlone();
        using var own = Identity.Load(identity);
        if (own.Role != MemberRole.Worker)
            throw new InvalidInputException($"{identity}: found the identity of an engine; allowed: one of a node.");
        PrivateFiles.BecomeDefault();
        using var interruption = Interruption.Saving(call.Around);
        await using var log = Logs.Open(call.StateFolder, settings);
        var host = new NodeHost(
            settings.LabIn(call.StateFolder), own, engine, call.Around.Worker ?? WorkerVerb.Program, log.Factory, news =>
                Tell(call, own.Name, news))
        {
            Sources = call.Around.Plugins.Sources,
        };
        if (!call.Json) call.Around.Out.WriteLine($"{own.Name}: joins {engine} …");
        if (await host.RunAsync(interruption.Token).ConfigureAwait(false) is not { } refused) return ExitStatus.Interrupted;
        call.Warn($"{own.Name} was not taken: {refused}");
        return ExitStatus.WrongInput;
    }

    private static void Tell(Call call, string name, NodeNews news) => call.Say(
        new { at = call.Around.Clock.GetUtcNow(), node = name, news = news.GetType().Name.ToLowerInvariant(),
            engine = (news as NodeNews.Joined)?.Engine, reason = (news as NodeNews.Refused)?.Reason ?? (news as NodeNews.Waits)?.Reason },
        _ => news switch
        {
            NodeNews.Joined joined => [$"{name}: has joined {joined.Engine}, and trains what it is given."],
            NodeNews.Waits waits => [$"{name}: cannot join for now, and asks again: {waits.Reason}"],
            NodeNews.Leaves { Runs: > 0 } leaves => [$"{name}: leaves, when {leaves.Runs} of its runs are saved."],
            NodeNews.Parted => [$"{name}: the engine was not heard, and nothing trains here now; joins again."],
            _ => [],
        });
}
