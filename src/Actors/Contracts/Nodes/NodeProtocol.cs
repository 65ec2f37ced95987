using System.Collections.Immutable;
using ActorGaze.Actors.Contracts.Crews;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Contracts.Nodes;

/// <summary>Shows that a member has the private key of its certificate.</summary>
/// <param name="Certificate">As PEM.</param>
/// <param name="Signature">Of a text that the other end chose; Base64.</param>
public sealed record Proof(string Certificate, string Signature);

/// <summary>What an engine tells a node: a machine that trains for it.</summary>
public abstract record NodeOrder
{
    private NodeOrder() { }

    /// <summary>Answers <see cref="NodeReport.Hello"/>: the engine shows who it is, and asks the node to.</summary>
    /// <param name="Challenge">What the node is to sign, see <see cref="JoinText"/>.</param>
    /// <param name="Proof">Of the engine, over the node's challenge.</param>
    /// <param name="Probe">A file in the folder of checkpoints that the node is to read.</param>
    public sealed record Prove(string Challenge, Proof Proof, string Probe) : NodeOrder;

    /// <summary>The node has joined: its devices get runs.</summary>
    public sealed record Welcome : NodeOrder;

    /// <summary>The node may not join.</summary>
    public sealed record Refuse(string Reason) : NodeOrder
    {
        /// <summary>It may pass: the node asks again.</summary>
        public bool ForNow { get; init; }
    }

    /// <summary>
    /// Answers <see cref="NodeReport.Leaving"/>: the node gets no crews any more. It goes when those that it has are gone.
    /// </summary>
    public sealed record Farewell : NodeOrder;

    /// <summary>
    /// Start a crew. Answered with <see cref="NodeReport.Starting"/>, the crew's reports, and <see cref="NodeReport.CrewGone"/> at the
    /// last.
    /// </summary>
    /// <param name="Begin">As for a worker of the engine's own; the node puts in its own device, folders and files.</param>
    /// <param name="Images">What the run trains on, with the path that the engine knows.</param>
    /// <param name="Pinned">The content that it must have.</param>
    /// <param name="Data">Where the node finds it; null: phantoms, which it draws.</param>
    /// <param name="Lease">How long a worker may train and save without the engine's word.</param>
    public sealed record StartCrew(CrewOrder.Begin Begin, OpenImages Images, ImagesFacts Pinned, NamedData? Data,
        TimeSpan Lease) : NodeOrder
    {
        /// <summary>See <see cref="OpenImages.FirstDecoded"/>.</summary>
        public bool FirstDecoded { get; init; }
    }
}

/// <summary>What a node tells its engine.</summary>
public abstract record NodeReport
{
    private NodeReport() { }

    /// <summary>It wants to join. Answered with <see cref="NodeOrder.Prove"/> or <see cref="NodeOrder.Refuse"/>.</summary>
    /// <param name="Version">Of its program; see <see cref="WorkerReport.ProgramVersion"/>.</param>
    /// <param name="Challenge">What the engine is to sign.</param>
    /// <param name="Process">Stands for the node's process.</param>
    /// <param name="Age">Of that process.</param>
    public sealed record Hello(string Version, string Challenge, string Process, TimeSpan Age) : NodeReport;

    /// <summary>Who it is and what it has. It has no crew: whatever trained there for an engine before is ended.</summary>
    /// <param name="Slots">A device for each run at once, in the order in which they are given away.</param>
    /// <param name="Devices">What the bits of a training depend on, by the name of the device; for one thread and float32.</param>
    /// <param name="Roots">The names of its data roots.</param>
    /// <param name="Seen">What it read in the engine's probe; null where it found none.</param>
    /// <param name="Answer">The file that it has written beside the probe.</param>
    /// <param name="Written">What it wrote there.</param>
    /// <param name="CheckpointsFolder">Where the node looked, for messages.</param>
    public sealed record Joining(
        Proof Proof, ImmutableArray<string> Slots, ImmutableSortedDictionary<string, BitFacts> Devices, ImmutableArray<string> Roots,
        string? Seen,
        string Answer, string Written, string CheckpointsFolder) : NodeReport;

    /// <summary>What it does for a crew that does not train yet.</summary>
    public sealed record Starting(int Attempt, string Doing) : NodeReport;

    /// <summary>It cannot give a crew the images that it must have.</summary>
    /// <param name="Lasting">They are other images, or it knows of no such folder: to try again is of no use.</param>
    public sealed record ImagesRefused(int Attempt, string Reason, bool Lasting) : NodeReport;

    /// <summary>
    /// It was asked to stop: its runs are to be saved, and to go on elsewhere. Answered with <see cref="NodeOrder.Farewell"/>.
    /// </summary>
    public sealed record Leaving : NodeReport;

    /// <summary>A crew's process is gone, or was never started.</summary>
    public sealed record CrewGone(int Attempt) : NodeReport;
}
