using System.Collections.Immutable;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Engine.Census;
using ActorGaze.Actors.Storage;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>
/// Lets nodes join, watches whether they are heard of, ends those that are revoked, and keeps the book of leases. Without a cluster it
/// knows the leases of an engine before alone.
/// </summary>
internal sealed class NodesActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly EngineCluster? _cluster;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly JoinCheck? _join;
    private readonly List<(IActorRef Asker, AwaitFree What)> _waiting = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ImmutableSortedDictionary<string, Node> _nodes = ImmutableSortedDictionary<string, Node>.Empty;
    private LeaseBook _leases;
    private (TimeSpan At, Action Write)? _shorter;

    public NodesActor(NodeSettings settings, StateFolder folder, EngineCluster? cluster, TimeProvider clock)
    {
        (_cluster, _clock, _start) = (cluster, clock, clock.GetTimestamp());
        _leases = Book(settings, new LeaseLength(folder), cluster is not null);
        if (cluster is not null) _join = new JoinCheck(cluster, folder);

        Receive<FindNode>(find => Sender.Tell(new NodeFound(_nodes.GetValueOrDefault(find.Name) is { TakesRuns: true } its ? its : null)));
        Receive<AwaitFree>(what =>
        {
            _waiting.Add((Sender, what));
            Look();
        });
        Receive<LeaseIsGranted>(lease => _leases = _leases.Granted(lease.Run, lease.Attempt, lease.Process, Now));
        Receive<LeaseIsOver>(lease =>
        {
            _leases = _leases.Ended(lease.Run, lease.Attempt);
            Look();
        });
        Receive<NodeLacks>(OnLacks);
        Receive<NodeReport.Hello>(OnHello);
        Receive<NodeReport.Joining>(OnJoining);
        Receive<NodeReport.Leaving>(_ => OnLeaving());
        Receive<ClusterEvent.UnreachableMember>(member => SetReachable(member.Member, false));
        Receive<ClusterEvent.ReachableMember>(member => SetReachable(member.Member, true));
        Receive<ClusterEvent.MemberRemoved>(member => Remove(member.Member));
        Receive<ClusterEvent.IClusterDomainEvent>(_ => { });
        Receive<ClusterLost>(_ =>
        {
            _log.Warning("The cluster has ended, and is begun again; the nodes join again");
            foreach (var node in _nodes.Values) Forget(node);
        });
        Receive<Ticked>(_ =>
        {
            if (_shorter is { } shorter && Now > shorter.At)
            {
                _shorter = null;
                shorter.Write();
            }

            EndRevoked();
            Look();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeSettings settings, StateFolder folder, EngineCluster? cluster, TimeProvider clock) =>
        Akka.Actor.Props.Create(() => new NodesActor(settings, folder, cluster, clock));

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    protected override void PreStart()
    {
        if (_cluster is null) return;
        Timers.StartPeriodicTimer(nameof(Ticked), new Ticked(), Tick);
        _cluster.Open(Self);
    }

    /// <summary>A message that cannot be handled is dropped, and who sent it is refused. To restart would forget the leases.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        try
        {
            return base.AroundReceive(receive, message);
        }
        catch (Exception e)
        {
            _log.Error(e, "A message could not be handled, and was dropped: {Message}", message);
            if (message is NodeReport) Refuse(Sender, $"what it told could not be handled: {e.GetBaseException().Message}", forNow: true);
            return true;
        }
    }

    /// <summary>An engine with longer leases than the one before writes that down first; one with shorter, when the old are over.</summary>
    private LeaseBook Book(NodeSettings settings, LeaseLength length, bool grants)
    {
        var before = length.Read();
        if (grants && settings.Lease >= before) length.Write(settings.Lease);
        else if (grants) _shorter = (LeaseBook.Counted(before), () => length.Write(settings.Lease));
        return LeaseBook.Begun(settings.Lease, before, default);
    }

    private void OnHello(NodeReport.Hello hello)
    {
        if (_join is null) return;
        if (hello.Version != WorkerReport.ProgramVersion)
        {
            Refuse(Sender, $"it is {hello.Version}, and this engine {WorkerReport.ProgramVersion}; both must be the same build");
            return;
        }

        try
        {
            Sender.Tell(_join.Ask(Sender, hello));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(Sender, $"the engine cannot write into its folder of checkpoints: {e.Message}", forNow: true);
        }
    }

    private void OnJoining(NodeReport.Joining joining)
    {
        if (_join is null) return;
        var check = _join.Check(Sender, joining);
        if (check.Peer is not { } peer || check.Hello is not { } hello)
        {
            Refuse(Sender, check.Refusal!, check.ForNow);
            return;
        }

        if (_nodes.TryGetValue(peer.Name, out var before) && before.Process != hello.Process && before.IsReachable)
        {
            Refuse(Sender, $"a node {peer.Name} is here already, at {before.Address}; each machine needs its own identity", forNow: true);
            return;
        }

        _leases = _leases.Joined(peer.Name, hello.Process, hello.Age > Now);
        Context.System.EventStream.Publish(new NodeGone(peer.Name, hello.Process));
        var node = Node.Of(peer, Sender, hello, joining, _clock.GetUtcNow());
        Change(_nodes.SetItem(node.Name, node));
        Sender.Tell(new NodeOrder.Welcome());
        _log.Info("The node {Node} has joined from {Address}: {Slots}", node.Name, node.Address, string.Join(", ", node.Slots));
        Look();
    }

    private void Refuse(IActorRef node, string reason, bool forNow = false)
    {
        _log.Warning("A node at {Address} was refused: {Reason}", node.Path.Address, reason);
        node.Tell(new NodeOrder.Refuse(reason) { ForNow = forNow });
    }

    private void OnLacks(NodeLacks lacks)
    {
        if (!_nodes.TryGetValue(lacks.Node, out var node)) return;
        _log.Warning("{Node} gets no runs of {Data} until it joins again: {Reason}", lacks.Node, lacks.Data, lacks.Reason);
        Change(_nodes.SetItem(lacks.Node, node with { Lacks = node.Lacks.SetItem(lacks.Data, lacks.Reason) }));
    }

    /// <summary>First its slots are given to no run any more; then its runs are told, which give theirs back.</summary>
    private void OnLeaving()
    {
        if (_nodes.Values.FirstOrDefault(node => node.Ref.Equals(Sender)) is { } leaving)
        {
            _log.Info("{Node} is about to leave: its runs are saved, and go on elsewhere", leaving.Name);
            Change(_nodes.SetItem(leaving.Name, leaving with { IsLeaving = true }));
            Context.System.EventStream.Publish(new NodeLeaves(leaving.Name));
        }

        Sender.Tell(new NodeOrder.Farewell());
    }

    private void SetReachable(Member member, bool reachable)
    {
        if (Of(member) is not { } node || node.IsReachable == reachable) return;
        if (reachable) _log.Info("{Node} is heard again", node.Name);
        else _log.Warning("Nothing is heard of {Node}: it gets no new runs, and its runs go on until their leases are over", node.Name);
        Change(_nodes.SetItem(node.Name, node with { IsReachable = reachable }));
    }

    private void Remove(Member member)
    {
        if (Of(member) is not { } node) return;
        _log.Warning("{Node} has left", node.Name);
        Forget(node);
    }

    private void Forget(Node node)
    {
        Change(_nodes.Remove(node.Name));
        Context.System.EventStream.Publish(new NodeGone(node.Name, null));
    }

    private Node? Of(Member member) => _nodes.Values.FirstOrDefault(node => node.Ref.Path.Address.Equals(member.Address));

    /// <summary>A revoked node is no member any more, and its connection is closed for good.</summary>
    private void EndRevoked()
    {
        if (_cluster is not { } cluster) return;
        foreach (var node in _nodes.Values)
        {
            if (cluster.Objection(node.Peer) is not { } why) continue;
            _log.Warning("{Node} {Why}: it is put out of the cluster", node.Name, why);
            Forget(node);
            cluster.Expel(node.Ref.Path.Address);
        }
    }

    private void Change(ImmutableSortedDictionary<string, Node> nodes)
    {
        foreach (var gone in _nodes.Keys.Except(nodes.Keys)) Context.Stop(Context.Child(CensusNode.NameOfNode(gone)));
        _nodes = nodes;
        Context.Parent.Tell(new NodesChanged(nodes));
        foreach (var name in nodes.Keys.Select(CensusNode.NameOfNode).Where(name => Context.Child(name).IsNobody()))
            Context.ActorOf(NodePlaceActor.Props, name);
    }

    /// <summary>Who has waited long enough is told, and the next look is set.</summary>
    private void Look()
    {
        var soonest = TimeSpan.MaxValue;
        foreach (var waiting in _waiting.ToList())
        {
            var wait = _leases.Wait(waiting.What.Run, waiting.What.Before, Now);
            if (wait > TimeSpan.Zero)
            {
                soonest = wait < soonest ? wait : soonest;
                continue;
            }

            _waiting.Remove(waiting);
            waiting.Asker.Tell(new RunIsFree());
        }

        if (_waiting.Count > 0) Timers.StartSingleTimer(nameof(Look), new Ticked(), soonest);
    }

    private sealed record Ticked;
}
