using ActorGaze.Benchmarks;
using ActorGaze.Nn;

try
{
    var choice = Choice.Of(args);
    if (Environment.GetEnvironmentVariable(LibTorch.Variable) is { Length: > 0 } folder) LibTorch.Load(folder);
    using var material = Material.Of(choice.Data);
    TorchSharp.torch.set_num_threads(1);
    Console.WriteLine($"{Machine.Facts()}\n\nImages: {material.Description}\n");
    foreach (var table in choice.Benchmarks.SelectMany(name => Run(name, choice, material))) Console.WriteLine($"{table}\n");
    return 0;
}
catch (InvalidInputException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

static IEnumerable<Table> Run(string name, Choice choice, Material material) => name switch
{
    "steps" => [Steps.Measure(choice.Levels, material, choice.Device)],
    "pytorch" => [PyTorchSteps.Measure(choice.Levels, material, choice.Device, TimeSpan.FromSeconds(choice.Seconds))],
    "sweep" => [WholeSweep.Measure(choice.Data, choice.Epochs)],
    "cache" => [Cache.Measure(material)],
    "parallel" => [SideBySide.Measure(material)],
    "watch" => Watch.Measure(material),
    "scale" => Scale.Measure(choice.Keep ?? Path.Combine(material.Folder, "scale"), choice.Runs, choice.Epochs > 3 ? choice.Epochs : 50),
    "exports" => Exports.Measure(choice.Keep ?? Path.Combine(material.Folder, "exports"), choice.Runs, choice.Epochs > 3 ? choice.Epochs : 50),
    "workers" => Workers.Measure(material),
    "cluster" => [Cluster.Measure(material)],
    "engine" => [Engine.Measure(material)],
    _ => [Checkpoints.Measure(material)],
};
