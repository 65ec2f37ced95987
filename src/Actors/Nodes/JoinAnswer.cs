using System.Text;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Storage;
using Akka.Actor;

namespace ActorGaze.Actors.Nodes;

/// <summary>A node's answer to the engine that asks who it is and whether it sees the folder of checkpoints.</summary>
internal static class JoinAnswer
{
    private const int LongestProbe = 1000;

    /// <param name="self">The address of this node.</param>
    /// <exception cref="IOException">The folder of checkpoints cannot be used.</exception>
    public static NodeReport.Joining Of(NodeOrder.Prove order, NodeWiring wiring, Address self)
    {
        var (answer, written) = (Challenge.NewProbe(), Challenge.New());
        PrivateFiles.Write(Path.Combine(wiring.Folder.Checkpoints, answer), Encoding.ASCII.GetBytes(written));
        return new NodeReport.Joining(
            wiring.Own.Prove(JoinText.Of("node", $"{self}", order.Challenge)), wiring.Slots, wiring.Devices, [.. wiring.DataRoots.Keys],
            Seen(Path.Combine(wiring.Folder.Checkpoints, Path.GetFileName(order.Probe))), answer, written, Real(wiring.Folder.Checkpoints));
    }

    private static string? Seen(string probe)
    {
        var file = new FileInfo(probe);
        return file.Exists && file.Length < LongestProbe ? File.ReadAllText(probe) : null;
    }

    private static string Real(string folder) => new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
}
