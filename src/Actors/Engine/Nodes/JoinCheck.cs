using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Storage;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>What was found of a node that wants to join.</summary>
/// <param name="Peer">Who it is; null: it may not join.</param>
/// <param name="Hello">What it said first.</param>
/// <param name="Refusal">Why it may not.</param>
/// <param name="ForNow">That may pass.</param>
internal sealed record JoinFinding(Peer? Peer, NodeReport.Hello? Hello, string? Refusal, bool ForNow = false);

/// <summary>Whether a node may join: it has the key of an identity, and it sees the same folder of checkpoints.</summary>
internal sealed class JoinCheck
{
    private readonly EngineCluster _cluster;
    private readonly StateFolder _folder;
    private readonly Dictionary<IActorRef, Asked> _asked = [];

    /// <summary>Deletes what is left of questions of before.</summary>
    public JoinCheck(EngineCluster cluster, StateFolder folder)
    {
        (_cluster, _folder) = (cluster, folder);
        foreach (var left in Directory.EnumerateFiles(folder.Checkpoints, $"{Challenge.Probe}*")) File.Delete(left);
    }

    /// <summary>Writes a probe into the folder of checkpoints, and makes the question.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public NodeOrder.Prove Ask(IActorRef node, NodeReport.Hello hello)
    {
        Forget(node);
        var asked = new Asked(hello, Challenge.New(), Challenge.NewProbe(), Challenge.New());
        PrivateFiles.Write(Path.Combine(_folder.Checkpoints, asked.Probe), System.Text.Encoding.ASCII.GetBytes(asked.Content));
        _asked[node] = asked;
        return new NodeOrder.Prove(asked.Challenge, _cluster.Prove(JoinText.Of("engine", $"{_cluster.Address}", hello.Challenge)),
            asked.Probe);
    }

    public JoinFinding Check(IActorRef node, NodeReport.Joining joining)
    {
        if (!_asked.TryGetValue(node, out var asked)) return new(null, null, "it answers a question that it was not asked");
        try
        {
            var (peer, refusal) = _cluster.Check(joining.Proof, JoinText.Of("node", $"{node.Path.Address}", asked.Challenge));
            if (peer is null) return new(null, null, refusal);
            if (peer.Role != MemberRole.Worker) return new(null, null, $"'{peer.Name}' is no node's identity");
            return Sees(asked, joining)
                ? new(peer, asked.Hello, null)
                : new(null, null, $"{peer.Name} looks for checkpoints in {joining.CheckpointsFolder}, which is not the engine's "
                    + $"{_folder.Checkpoints}: checkpoints.folder must be one folder that both machines see");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(
                null, null,
                $"what it has written into the folder of checkpoints cannot be read: {e.Message} Both programs must be of one user.",
                ForNow: true);
        }
        finally
        {
            Forget(node);
        }
    }

    /// <summary>Each has read what the other has written.</summary>
    private bool Sees(Asked asked, NodeReport.Joining joining)
    {
        var name = Path.GetFileName(joining.Answer);
        var answer = Path.Combine(_folder.Checkpoints, name);
        if (joining.Seen != asked.Content || name != joining.Answer || !name.StartsWith(Challenge.Probe, StringComparison.Ordinal)
            || !File.Exists(answer)) return false;
        var same = File.ReadAllText(answer) == joining.Written;
        File.Delete(answer);
        return same;
    }

    private void Forget(IActorRef node)
    {
        if (_asked.Remove(node, out var asked)) File.Delete(Path.Combine(_folder.Checkpoints, asked.Probe));
    }

    private sealed record Asked(NodeReport.Hello Hello, string Challenge, string Probe, string Content);
}
