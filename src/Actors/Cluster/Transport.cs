using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Contracts.Serialization;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace ActorGaze.Actors.Cluster;

/// <summary>
/// How members of a cluster speak to each other: Akka.Remote over TLS in which both ends show a certificate of the cluster's authority.
/// </summary>
internal static class Transport
{
    /// <summary>Of every member's actor system: addresses name it.</summary>
    public const string SystemName = "actorgaze";

    /// <summary>The actor of the engine that nodes speak to first.</summary>
    public const string EngineActor = "engine";

    private const string Scheme = "akka.ssl.tcp";

    /// <summary>How long a member may be silent, where leases last so long.</summary>
    public static TimeSpan PauseOf(TimeSpan lease) => TimeSpan.FromMilliseconds(Math.Clamp(lease.TotalMilliseconds / 6, 500, 10_000));

    /// <summary>The address of a member.</summary>
    public static Address AddressOf(string host, int port) => new(Scheme, SystemName, host, port);

    /// <summary>Where a member's log goes.</summary>
    /// <param name="logged">Whether there is one.</param>
    public static Config Logging(bool logged) => ConfigurationFactory.ParseString(
        $$"""
        akka {
          loggers = [{{(logged ? "\"Akka.Hosting.Logging.LoggerFactoryLogger, Akka.Hosting\"" : "")}}]
          loglevel = {{(logged ? "INFO" : "OFF")}}
          stdout-loglevel = OFF
          log-dead-letters = off
        }
        """);

    /// <param name="host">The name or address of this machine that the others use.</param>
    /// <param name="port">0: any that is free.</param>
    /// <param name="pause">How long a member may be silent before it counts as lost from sight.</param>
    public static Config Config(string host, int port, MemberRole role, TimeSpan pause) => ConfigurationFactory.ParseString(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
        akka {
          actor {
            provider = cluster
            serializers {
              actorgaze = "{{NameOf<JournalSerializer>()}}"
              json = "{{NameOf<NoObjects>()}}"
              daemon-create = "{{NameOf<NoDeployment>()}}"
            }
            serialization-bindings {
              {{string.Join("\n", Manifests.Bound.Select(type => $"\"{type.FullName}, {type.Assembly.GetName().Name}\" = actorgaze"))}}
            }
            serialization-settings.allow-unregistered-types = false
          }
          remote {
            log-remote-lifecycle-events = warning
            untrusted-mode = on
            trusted-selection-paths = ["/user/{{EngineActor}}", "/system/cluster/core/daemon", "/system/cluster/heartbeatReceiver"]
            retry-gate-closed-for = 1s
            dot-netty.tcp {
              hostname = "{{host}}"
              port = {{port}}
              enable-ssl = true
              maximum-frame-size = 32MB
              send-buffer-size = 4MB
              receive-buffer-size = 4MB
              connection-timeout = 5s
            }
          }
          cluster {
            roles = [{{role.ToString().ToLowerInvariant()}}]
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            split-brain-resolver {
              active-strategy = keep-oldest
              stable-after = {{2 * pause.TotalMilliseconds:0}}ms
              keep-oldest { role = engine, down-if-alone = off }
            }
            failure-detector {
              heartbeat-interval = {{pause.TotalMilliseconds / 5:0}}ms
              acceptable-heartbeat-pause = {{pause.TotalMilliseconds:0}}ms
            }
            seed-node-timeout = 2s
            retry-unsuccessful-join-after = 3s
            run-coordinated-shutdown-when-down = on
          }
          coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
        }
        """));

    /// <summary>Both ends of every connection show a certificate, and both check it. Whoever is refused is named in the log.</summary>
    public static Setup Tls(Identity own, PeerCheck check) => new DotNettySslSetup(
        own.Certificate, suppressValidation: false, requireMutualAuthentication: true,
        (certificate, _, remote, _, log) =>
        {
            var (peer, refusal) = check.Of(certificate);
            if (peer is null) log.Warning("{Remote} was refused: {Reason}", remote, refusal);
            return peer is not null;
        });

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
