using System.CommandLine;
using ActorGaze.Actors.Cluster;
using ActorGaze.Actors.Contracts.Nodes;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using ActorGaze.Tui.Client;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tui.Cli;

/// <summary><c>cluster init|invite|revoke|list</c>: who may join this engine from another machine.</summary>
internal static class ClusterVerb
{
    public static Command Make(Surroundings around)
    {
        var init = new Command("init", "Makes a private authority in the state folder, once. Only what it has issued may join.");
        init.SetAction((parsed, _) => Task.FromResult(Init(Call.Of(parsed, around))));

        var name = new Argument<string>("NAME") { Description = "What the machine is called in ps, on the screens and in engine.devices." };
        var file = new Option<string?>("--out")
        {
            Description = "Where the identity goes. Default: NAME.identity in the current folder.", HelpName = "FILE",
        };
        var invite = new Command("invite",
            "Writes an identity for one machine. Bring the file there by a safe way: whoever has it may join.") { name, file };
        invite.SetAction((parsed, _) =>
            Task.FromResult(Invite(Call.Of(parsed, around), parsed.GetRequiredValue(name), parsed.GetValue(file))));

        var revoked = new Argument<string>("NAME") { Description = "As it was invited." };
        var revoke = new Command("revoke",
            "Ends an invitation. A machine that is connected with it is put out within seconds.") { revoked };
        revoke.SetAction((parsed, _) => Task.FromResult(Revoke(Call.Of(parsed, around), parsed.GetRequiredValue(revoked))));

        var list = new Command("list", "Who was invited or revoked, and what those who have joined train on.");
        list.SetAction((parsed, cancel) => ListAsync(Call.Of(parsed, around), cancel));

        return new Command(
            "cluster", "Lets other machines train for this engine, which listens for them where cluster.listen is set.") { init, invite,
            revoke, list };
    }

    private static int Init(Call call)
    {
        call.CheckSets();
        var folder = new StateFolder(call.StateFolder);
        folder.Prepare();
        new Authority(folder).Init(call.Around.Clock.GetUtcNow());
        call.Say(new { folder = folder.Root, engine = Authority.EngineName }, of =>
            [$"{of.folder} has an authority now. 'actorgaze cluster invite NAME' lets a machine in."]);
        return ExitStatus.Well;
    }

    private static int Invite(Call call, string name, string? file)
    {
        call.CheckSets();
        var path = Path.GetFullPath(file ?? $"{name}.identity");
        if (File.Exists(path))
            throw new InvalidInputException($"--out: found {path}, which is there already; allowed: a file that is not.");
        var authority = new Authority(new StateFolder(call.StateFolder));
        using (var identity = authority.Invite(name, call.Around.Clock.GetUtcNow()))
        {
            try
            {
                identity.Save(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                authority.Revoke(name, call.Around.Clock.GetUtcNow()); // nobody has it
                throw new PreventedException($"--out: {path} cannot be written: {e.Message}", e);
            }
        }

        call.Say(new { name, file = path }, of =>
            [$"{of.file}: bring it to the machine, and there: actorgaze worker --join HOST:PORT --identity {Path.GetFileName(of.file)}"]);
        return ExitStatus.Well;
    }

    private static int Revoke(Call call, string name)
    {
        call.CheckSets();
        new Authority(new StateFolder(call.StateFolder)).Revoke(name, call.Around.Clock.GetUtcNow());
        call.Say(new { name }, of => [$"{of.name} may not join any more."]);
        return ExitStatus.Well;
    }

    private static async Task<int> ListAsync(Call call, CancellationToken cancel)
    {
        call.CheckSets();
        var invited = new Authority(new StateFolder(call.StateFolder)).Invitations();
        var found = await EngineClient.FindAsync(call.StateFolder, call.Warn, cancel).ConfigureAwait(false);
        using var client = found?.Client;
        var nodes = client is null ? [] : await client.NodesAsync(cancel).ConfigureAwait(false);
        call.Say(
            invited.ConvertAll(of => new { of.Name, of.At, of.Revoked, node = of.Revoked is null
                ? nodes.FirstOrDefault(node => node.Name == of.Name) : null }),
            all => all.IsEmpty ? ["No machine is invited."] : all.SelectMany(of => Lines(of.Name, of.At, of.Revoked, of.node)));
        return ExitStatus.Well;
    }

    private static IEnumerable<string> Lines(string name, DateTimeOffset invited, DateTimeOffset? revoked, NodeFacts? node)
    {
        var state = revoked is { } at ? $"revoked {Day(at)}"
            : node is null ? "not here"
            : $"{(node.Heard ? "joined" : "not heard")}, {node.Address}, "
                + $"{string.Join(", ", node.Slots)}{(node.Roots.IsEmpty ? "" : $", data {string.Join(", ", node.Roots)}")}";
        yield return $"{name}  invited {Day(invited)}  {state}";
        foreach (var lack in node?.Lacks ?? []) yield return $"  no runs of {lack}";
    }

    private static string Day(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
