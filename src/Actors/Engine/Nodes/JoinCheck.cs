using System.Security.Cryptography;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Storage;
using Akka.Actor;

namespace ActorGaze.Actors.Engine.Nodes;

/// <summary>Whether a node may join: it has the key of an identity, and it sees the same folder of checkpoints.</summary>
internal sealed class JoinCheck(EngineCluster cluster, StateFolder folder)
{
    private const int ChallengeBytes = 32;

    private readonly Dictionary<IActorRef, Asked> _asked = [];

    public static string NewChallenge() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ChallengeBytes));

    /// <summary>Writes a probe into the folder of checkpoints, and makes the question.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public NodeOrder.Prove Ask(IActorRef node, string challenge)
    {
        Forget(node);
        var asked = new Asked(NewChallenge(), $".probe-{Guid.NewGuid():N}", NewChallenge());
        PrivateFiles.Write(Path.Combine(folder.Checkpoints, asked.Probe), System.Text.Encoding.ASCII.GetBytes(asked.Content));
        _asked[node] = asked;
        return new NodeOrder.Prove(asked.Challenge, cluster.Prove(challenge), asked.Probe);
    }

    /// <summary>Who it is, or why it may not join.</summary>
    public (Peer? Peer, string? Refusal) Check(IActorRef node, NodeReport.Joining joining)
    {
        if (!_asked.TryGetValue(node, out var asked)) return (null, "it answers a question that it was not asked");
        try
        {
            var (peer, refusal) = cluster.Check(joining.Proof, asked.Challenge);
            if (peer is null) return (null, refusal);
            if (peer.Role != MemberRole.Worker) return (null, $"'{peer.Name}' is no node's identity");
            return Sees(asked, joining)
                ? (peer, null)
                : (null, $"{peer.Name} looks for checkpoints in {joining.CheckpointsFolder}, which is not the engine's {folder.Checkpoints}: checkpoints.folder must be one folder that both machines see");
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
        var answer = Path.Combine(folder.Checkpoints, name);
        if (joining.Seen != asked.Content || name != joining.Answer || !name.StartsWith(".probe-", StringComparison.Ordinal) || !File.Exists(answer)) return false;
        var same = File.ReadAllText(answer) == joining.Written;
        File.Delete(answer);
        return same;
    }

    private void Forget(IActorRef node)
    {
        if (_asked.Remove(node, out var asked)) File.Delete(Path.Combine(folder.Checkpoints, asked.Probe));
    }

    private sealed record Asked(string Challenge, string Probe, string Content);
}
