using System.Text.Json;
using ActorGaze.Actors.Contracts;
using ActorGaze.Nn;
using ActorGaze.Nn.Models;

namespace ActorGaze.Tests.Nn.Parts;

public sealed class PartsTests
{
    private static readonly IntParameter Width = PartParameter.Int("width", 16, 4, 256, "Maps.");
    private static readonly DoubleParameter Share = PartParameter.Double("share", 0.25, 0, 1, "Of something.");
    private static readonly BoolParameter Bias = PartParameter.Bool("bias", true, "Whether there is one.");
    private static readonly ChoiceParameter Act = PartParameter.Choice("act", "relu", ["relu", "gelu"], "What bends.");

    [Fact]
    public void A_factory_gets_what_was_asked_for_and_defaults_for_the_rest()
    {
        (int, double, bool, string, int, int, int, long)? seen = null;
        var parts = PartsRegistry.Of(new Provider(builder => builder.AddNetwork("mine", "It sees.", [Width, Share, Bias, Act], setup =>
        {
            seen = (setup.Value(Width), setup.Value(Share), setup.Value(Bias), setup.Value(Act), setup.Channels, setup.ImageSide, setup.Classes, setup.Seed);
            return null!;
        })));
        var part = parts.Find(PartKind.Network, "mine");

        ((Func<NetworkSetup, GazeModel>)part.Build)(new NetworkSetup(part.Description, part.Description.Resolve(new Dictionary<string, string> { ["width"] = "032", ["act"] = "gelu" }), new NetworkShape(3, 96, 5), 7));

        Assert.Equal((32, 0.25, true, "gelu", 3, 96, 5, 7L), seen);
    }

    [Theory]
    [InlineData("width", "3", "width: found '3'; allowed: a whole number from 4 to 256.")]
    [InlineData("width", "many", "width: found 'many'; allowed: a whole number from 4 to 256.")]
    [InlineData("share", "NaN", "share: found 'NaN'; allowed: a number from 0 to 1.")]
    [InlineData("bias", "yes", "bias: found 'yes'; allowed: true or false.")]
    [InlineData("act", "tanh", "act: found 'tanh'; allowed: one of relu, gelu.")]
    [InlineData("widht", "8", "widht: the network 'mine' has no such parameter; it has width, share, bias, act. The nearest is width.")]
    public void A_parameter_that_is_wrong_is_answered_with_what_is_allowed(string name, string value, string message)
    {
        var description = new PartDescription(PartKind.Network, "mine", "It sees.", [Width, Share, Bias, Act]);

        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => description.Resolve(new Dictionary<string, string> { [name] = value })).Message);
    }

    [Fact]
    public void One_value_has_one_text()
    {
        Assert.Equal(("8", "0.5", "0", "1E-05"), (Width.Canonical("+08"), Share.Canonical("5e-1"), Share.Canonical("-0"), Share.Canonical("0.00001")));
    }

    [Fact]
    public void A_description_travels_as_json()
    {
        var parts = new PartsDescription(new PluginRef("/labs/mylab.dll", "ab"), [new PartDescription(PartKind.Network, "mine", "It sees.", [Width, Share, Bias, Act]), new PartDescription(PartKind.Network, "plain", "", [])]);

        var read = JsonSerializer.Deserialize<PartsDescription>(JsonSerializer.Serialize(parts, Json.Indented), Json.Options)!;

        Assert.Equal(parts.Plugin, read.Plugin);
        Assert.Equal(parts.Parts, read.Parts);
    }

    [Fact]
    public void What_may_not_be_registered_is_refused_with_its_reason()
    {
        static GazeModel Build(NetworkSetup setup) => null!;
        static string Refused(Action<PartsBuilder> register) => Assert.Throws<InvalidInputException>(() => PartsRegistry.Of(new Provider(register))).Message;

        Assert.StartsWith("A network's name: found 'my net'; allowed: 1 to 40", Refused(parts => parts.AddNetwork("my net", "", Build)));
        Assert.Equal("The network 'a' is registered twice.", Refused(parts =>
        {
            parts.AddNetwork("a", "", Build);
            parts.AddNetwork("a", "", Build);
        }));
        Assert.StartsWith("The network 'a': a parameter's name: found 'name'; allowed:", Refused(parts => parts.AddNetwork("a", "", [Width with { Name = "name" }], Build)));
        Assert.Equal("The network 'a': the default of 'width': found '2'; allowed: a whole number from 4 to 256.", Refused(parts => parts.AddNetwork("a", "", [Width with { Default = 2 }], Build)));
        Assert.Equal("The network 'a' has two parameters of the name 'width'.", Refused(parts => parts.AddNetwork("a", "", [Width, Share with { Name = "width" }], Build)));
    }

    [Fact]
    public void A_parameter_that_was_not_registered_is_told_to_whoever_asks_for_it()
    {
        var description = new PartDescription(PartKind.Network, "mine", "", [Width]);
        var setup = new NetworkSetup(description, description.Resolve(new Dictionary<string, string>()), NetworkShape.Of(2), 1);

        Assert.Equal(
            "The network 'mine' asks for its parameter 'share', and was registered without it: give it to AddNetwork too.",
            Assert.Throws<InvalidInputException>(() => setup.Value(Share)).Message);
    }

    [Fact]
    public void The_program_s_own_networks_are_registered_as_a_user_s_are() =>
        Assert.Equal(["level1", "level2", "level3", "level4", "level5"], PartsRegistry.BuiltIn.Of(PartKind.Network).Select(network => network.Name));

    [Fact]
    public void An_assembly_is_read_by_its_bytes_and_one_that_brings_nothing_is_refused()
    {
        var mine = Plugin.Load(Labs.Mine);

        Assert.Equal(["narrow", "patches"], mine.Parts.Of(PartKind.Network).Select(network => network.Name));
        Assert.Equal((Labs.Mine, 64), (mine.Ref.File, mine.Ref.Sha256.Length));
        Assert.StartsWith($"{typeof(GazeModel).Assembly.Location}: found no public class that is an IPartsProvider", Refused(typeof(GazeModel).Assembly.Location));
        Assert.Equal("/nowhere/lab.dll: there is no such file; allowed: a .NET assembly that brings parts.", Refused("/nowhere/lab.dll"));
        Assert.StartsWith($"{Path.Combine(AppContext.BaseDirectory, "ActorGaze.Tests.runtimeconfig.json")}: is no .NET assembly", Refused(Path.Combine(AppContext.BaseDirectory, "ActorGaze.Tests.runtimeconfig.json")));

        static string Refused(string file) => Assert.Throws<InvalidInputException>(() => Plugin.Load(file)).Message;
    }

    [Fact]
    public void Other_bytes_under_the_same_name_are_told_with_both_hashes()
    {
        var folder = Directory.CreateTempSubdirectory("labs-").FullName;
        var file = Path.Combine(folder, "lab.dll");
        File.Copy(Labs.Mine, file);
        var network = Labs.Network(file, "narrow");
        Labs.Rebuild(file);

        var refusal = Assert.Throws<InvalidInputException>(() => Networks.Create(network, NetworkShape.Of(2), 1)).Message;

        Assert.StartsWith($"{file} holds other bytes than before (SHA-256 {network.Plugin!.Sha256[..12]} before, {Plugin.Identify(file).Sha256[..12]} now).", refusal);
        Directory.Delete(folder, recursive: true);
    }

    private sealed class Provider(Action<PartsBuilder> register) : IPartsProvider
    {
        public void Register(PartsBuilder parts) => register(parts);
    }
}
