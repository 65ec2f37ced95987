using ActorGaze.Actors.Storage;
using Akka.Actor;
using Akka.Remote;

namespace ActorGaze.Actors.Cluster;

/// <summary>The engine's part in its cluster.</summary>
internal sealed class Membership : IDisposable
{
    private readonly Authority _authority;

    /// <exception cref="Nn.InvalidInputException">There is no authority.</exception>
    public Membership(StateFolder folder)
    {
        _authority = new Authority(folder);
        Own = _authority.Engine();
        Check = new PeerCheck(Own.AuthorityCertificate, _authority.Objection);
    }

    /// <summary>The engine's own identity.</summary>
    public Identity Own { get; }

    public PeerCheck Check { get; }

    public bool IsRevoked(string name) => !_authority.Invitations().Exists(of => of.Name == name && of.Revoked is null);

    /// <summary>Ends the membership of a node, and the connection to it: neither end can use it again.</summary>
    public void Expel(ActorSystem system, Address node)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        var uid = cluster.State.Members.FirstOrDefault(member => member.Address.Equals(node))?.UniqueAddress.Uid;
        cluster.Down(node);
        ((IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider).Quarantine(node, uid);
    }

    public void Dispose() => Own.Dispose();
}
