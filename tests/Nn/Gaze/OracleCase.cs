using System.Text.Json;
using System.Text.Json.Nodes;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Gaze;

/// <summary>One of the independent answers in gaze-vectors.json: a head, the maps it is given, and every number that follows.</summary>
public sealed class OracleCase(JsonNode node)
{
    private static readonly JsonNode Vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Nn", "Oracle", "gaze-vectors.json")))!;

    /// <summary>Every case in both precisions, by name.</summary>
    public static TheoryData<string, ScalarType> Everything
    {
        get
        {
            var data = new TheoryData<string, ScalarType>();
            foreach (var vector in Vectors["gaze"]!.AsArray())
            {
                data.Add(vector!["name"]!.GetValue<string>(), ScalarType.Float64);
                data.Add(vector["name"]!.GetValue<string>(), ScalarType.Float32);
            }

            return data;
        }
    }

    public int Classes => node["classes"]!.GetValue<int>();

    public int[] Labels => node["labels"].Deserialize<int[]>()!;

    public int[] Predictions => Expect["predictions"].Deserialize<int[]>()!;

    public JsonNode Expect => node["expect"]!;

    public static OracleCase Named(string name) => new(Vectors["gaze"]!.AsArray().Single(vector => vector!["name"]!.GetValue<string>() == name)!);

    public static Tensor Read(JsonNode array, ScalarType type) =>
        tensor(Numbers(array)).reshape(array["shape"].Deserialize<long[]>()!).to(type);

    public static double[] Numbers(JsonNode array) => array["data"].Deserialize<double[]>()!;

    public Tensor Maps(ScalarType type) => Read(node["maps"]!, type).requires_grad_();

    public Tensor LabelTensor() => tensor(Labels.Select(label => (long)label).ToArray());

    public GazeModel Head(ScalarType type) => node["head"]!["kind"]!.GetValue<string>() switch
    {
        "PooledHead" => new PooledHead(node["head"]!, type),
        "DeepHead" => new DeepHead(node["head"]!, type),
        var kind => throw new InvalidOperationException($"No head {kind}."),
    };

    /// <summary>The moving means before the batch.</summary>
    public MovingClassMeans Prior()
    {
        var prior = node["ema"]!["prior"]!;
        var means = MovingClassMeans.Empty(Classes, node["ema"]!["decay"]!.GetValue<double>());
        return means with { Means = [.. Enumerable.Range(0, Classes).Select(c => prior[$"{c}"] is { } map ? [.. Numbers(map)] : means.Means[c])] };
    }

    /// <summary>Within 1e-9 in double precision, and 1e-4 in single, of the answer's greatest magnitude.</summary>
    public static void Near(JsonNode expected, Tensor actual)
    {
        Assert.Equal(expected["shape"].Deserialize<long[]>(), actual.shape);
        Near(Numbers(expected), actual.detach().to(float64).contiguous().data<double>().ToArray(), actual.dtype);
    }

    public static void Near(IReadOnlyList<double> expected, IReadOnlyList<double> actual, ScalarType type)
    {
        Assert.Equal(expected.Count, actual.Count);
        var tolerance = (type == ScalarType.Float64 ? 1e-9 : 1e-4) * expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (var i = 0; i < expected.Count; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"At {i}: {expected[i]} expected, {actual[i]} found.");
    }

    /// <summary>Gradients with respect to the maps and each weight of the head; a zero where the loss does not depend on it.</summary>
    public static void GradientsNear(JsonNode expected, GazeModel head, Tensor maps)
    {
        foreach (var (name, gradient) in expected.AsObject())
        {
            var source = name == "maps" ? maps : head.get_parameter(name)!;
            Near(gradient!, source.grad is { IsInvalid: false } found ? found : zeros_like(source));
        }
    }

    private static T Loaded<T>(T layer, JsonNode head, string name, ScalarType type)
        where T : nn.Module
    {
        layer.to(type);
        using var _ = no_grad();
        foreach (var (parameter, value) in layer.named_parameters()) value.copy_(Read(head[$"{name}.{parameter}"]!, type));
        return layer;
    }

    private sealed class PooledHead : GazeModel
    {
        private readonly Linear fc;

        public PooledHead(JsonNode head, ScalarType type)
            : base(nameof(PooledHead))
        {
            var shape = head["fc.weight"]!["shape"].Deserialize<long[]>()!;
            fc = Loaded(nn.Linear(shape[1], shape[0]), head, "fc", type);
            RegisterComponents();
        }

        public override Linear PooledLinear => fc;

        public override Tensor Features(Tensor images) => throw new NotSupportedException();

        public override Tensor Classify(Tensor maps) => fc.call(maps.mean([2, 3])); // (N,C)
    }

    private sealed class DeepHead : GazeModel
    {
        private readonly Conv2d conv;
        private readonly Linear fc1;
        private readonly Linear fc2;

        public DeepHead(JsonNode head, ScalarType type)
            : base(nameof(DeepHead))
        {
            var (bent, hidden, scores) = (Shape(head, "conv"), Shape(head, "fc1"), Shape(head, "fc2"));
            conv = Loaded(nn.Conv2d(bent[1], bent[0], 3, padding: 1), head, "conv", type);
            fc1 = Loaded(nn.Linear(hidden[1], hidden[0]), head, "fc1", type);
            fc2 = Loaded(nn.Linear(scores[1], scores[0]), head, "fc2", type);
            RegisterComponents();
        }

        public override Tensor Features(Tensor images) => throw new NotSupportedException();

        public override Tensor Classify(Tensor maps)
        {
            var bent = conv.call(maps).relu();                // (N,K′,h,w)
            return fc2.call(fc1.call(bent.mean([2, 3])).relu()); // (N,C)
        }

        private static long[] Shape(JsonNode head, string layer) => head[$"{layer}.weight"]!["shape"].Deserialize<long[]>()!;
    }
}
