using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Gaze;

/// <summary>Each method against a closed form, its definition or finite differences, in double precision.</summary>
[Collection("NetworkCheckTests")] // it draws from the process-wide generator, which those look at
public sealed class GazeMethodsTests
{
    private const int Maps = 3;
    private const int Classes = 4;
    private const int Side = 5;
    private const double Pixels = Side * Side;
    private static readonly long[] Labels = [2, 1];

    [Fact]
    public void With_a_pooled_linear_head_gradcam_and_hirescam_are_the_closed_form()
    {
        using var scope = NewDisposeScope();
        using var model = new Pooled();
        var maps = SomeMaps(); // (2,3,5,5)
        var values = Numbers(maps);
        var expected = Expected((n, k, pixel) => model.Weight(Labels[n], k) / Pixels * values[n, k, pixel]);

        Near(expected, Cams(GazeMethod.GradCam, model, maps));
        Near(expected, Cams(GazeMethod.HiResCam, model, maps));
    }

    [Fact]
    public void With_a_pooled_linear_head_layercam_counts_positive_weights_alone()
    {
        using var scope = NewDisposeScope();
        using var model = new Pooled();
        var maps = SomeMaps(); // (2,3,5,5)
        var values = Numbers(maps);

        Near(
            Expected((n, k, pixel) => Math.Max(0, model.Weight(Labels[n], k)) / Pixels * values[n, k, pixel]),
            Cams(GazeMethod.LayerCam, model, maps));
    }

    [Fact]
    public void Gradcam_plus_plus_is_its_definition_with_the_higher_derivatives_of_exp()
    {
        using var scope = NewDisposeScope();
        using var model = new Pooled();
        var maps = SomeMaps(); // (2,3,5,5)
        var values = Numbers(maps);

        var cams = Cams(GazeMethod.GradCamPlusPlus, model, maps);

        for (var n = 0; n < Labels.Length; n++)
        {
            var leaf = maps.narrow(0, n, 1).detach().clone().requires_grad_(true);                        // (1,3,5,5)
            var score = model.Classify(leaf)[0, Labels[n]].exp();                                         // ()
            var first = autograd.grad([score], [leaf], retain_graph: true, create_graph: true, allow_unused: true)[0].flatten(); // (75)
            var weights = new double[Maps];
            for (var at = 0; at < first.numel(); at++)
            {
                var second = autograd.grad([first[at]], [leaf], retain_graph: true, create_graph: true, allow_unused: true)[0].flatten()[at];
                var third = autograd.grad([second], [leaf], retain_graph: true, create_graph: false, allow_unused: true)[0].flatten()[at].item<double>();
                var k = at / (int)Pixels;
                var sum = maps[n, k].sum().item<double>();
                weights[k] += second.item<double>() / ((2 * second.item<double>()) + (sum * third)) * Math.Max(0, first[at].item<double>());
            }

            var common = score.item<double>(); // exp(y), which the method leaves out
            var expected = Enumerable.Range(0, (int)Pixels)
                .Select(pixel => Math.Max(0, Enumerable.Range(0, Maps).Sum(k => weights[k] / common * values[n, k, pixel]))).ToArray();
            Assert.Contains(expected, value => value > 0.01);
            Near(expected, cams.narrow(0, n, 1));
        }
    }

    [Fact]
    public void With_a_deep_head_they_follow_the_gradient_that_finite_differences_find()
    {
        using var scope = NewDisposeScope();
        using var model = new Deep();
        var maps = SomeMaps(); // (2,3,5,5)
        var values = Numbers(maps);
        var slopes = FiniteDifferences(model, maps);

        Near(
            Expected((n, k, pixel) => Enumerable.Range(0, (int)Pixels).Average(p => slopes[n, k, p]) * values[n, k, pixel]),
            Cams(GazeMethod.GradCam, model, maps), 1e-7);
        Near(Expected((n, k, pixel) => slopes[n, k, pixel] * values[n, k, pixel]), Cams(GazeMethod.HiResCam, model, maps), 1e-7);
        Near(Expected((n, k, pixel) => Math.Max(0, slopes[n, k, pixel]) * values[n, k, pixel]), Cams(GazeMethod.LayerCam, model, maps), 1e-7);
        Near(
            Expected((n, k, pixel) => Enumerable.Range(0, (int)Pixels)
                .Sum(p => Math.Max(0, slopes[n, k, p]) / (2 + (slopes[n, k, p] * Enumerable.Range(0, (int)Pixels).Sum(q => values[n, k, q])))) * values[n, k, pixel]),
            Cams(GazeMethod.GradCamPlusPlus, model, maps), 1e-7);
    }

    [Fact]
    public void Eigencam_projects_on_the_direction_that_power_iteration_finds_and_has_one_sign()
    {
        using var scope = NewDisposeScope();
        using var model = new Pooled();
        var maps = SomeMaps() - 0.3; // (2,3,5,5), of both signs
        var values = Numbers(maps);

        var cams = Cams(GazeMethod.EigenCam, model, maps);

        var expected = new List<double>();
        for (var n = 0; n < Labels.Length; n++)
        {
            var direction = Enumerable.Repeat(1.0, Maps).ToArray();
            for (var step = 0; step < 2_000; step++)
            {
                var along = Along(n, direction);
                direction = [.. Enumerable.Range(0, Maps).Select(k => Enumerable.Range(0, (int)Pixels).Sum(pixel => along[pixel] * values[n, k, pixel]))];
                var length = Math.Sqrt(direction.Sum(value => value * value));
                direction = [.. direction.Select(value => value / length)];
            }

            var map = Along(n, direction);
            expected.AddRange(map.Select(value => Math.Max(0, value * (map.Sum() < 0 ? -1 : 1))));
        }

        Near([.. expected], cams, 1e-8);
        Near([.. expected], Cams(GazeMethod.EigenCam, model, -maps), 1e-8);

        double[] Along(int n, double[] direction) =>
            [.. Enumerable.Range(0, (int)Pixels).Select(pixel => Enumerable.Range(0, Maps).Sum(k => direction[k] * values[n, k, pixel]))];
    }

    [Theory]
    [InlineData(3)]
    [InlineData(37)] // more than are masked at once
    public void Scorecam_weighs_each_map_by_the_score_of_the_image_behind_it(int count)
    {
        using var scope = NewDisposeScope();
        using var model = new Pooled(count);
        var images = randn([2, 1, 9, 9], dtype: float64, generator: new Generator(7)); // (2,1,9,9)
        var maps = model.Features(images).detach();                                    // (2,K,5,5)
        var values = Numbers(maps);

        var cams = Cams(GazeMethod.ScoreCam, model, maps, images);

        var expected = new List<double>();
        for (var n = 0; n < Labels.Length; n++)
        {
            var scores = Enumerable.Range(0, count).Select(k =>
            {
                var mask = Enlarged([.. Enumerable.Range(0, (int)Pixels).Select(pixel => values[n, k, pixel])], 9);
                var (least, range) = (mask.Min(), mask.Max() - mask.Min() + GradCam.RangeEpsilon);
                var masked = images[n, 0].flatten().data<double>().Zip(mask, (value, share) => value * (share - least) / range).ToArray();
                return model.forward(tensor(masked).reshape(1, 1, 9, 9))[0, Labels[n]].item<double>();
            }).ToArray();
            var shares = scores.Select(score => Math.Exp(score - scores.Max())).ToArray();
            expected.AddRange(Enumerable.Range(0, (int)Pixels)
                .Select(pixel => Math.Max(0, Enumerable.Range(0, count).Sum(k => shares[k] / shares.Sum() * values[n, k, pixel]))));
        }

        Near([.. expected], cams, 1e-9);
    }

    [Theory]
    [InlineData(GazeMethod.GradCam)]
    [InlineData(GazeMethod.GradCamPlusPlus)]
    [InlineData(GazeMethod.HiResCam)]
    [InlineData(GazeMethod.LayerCam)]
    public void A_head_that_looks_at_no_map_has_a_map_of_zeros(string method)
    {
        using var scope = NewDisposeScope();
        using var model = new Blind();
        var image = ones([1, 1, 9, 9], dtype: float64); // (1,1,9,9)

        var gaze = ImageGaze.Of(model, image, BuiltParts.CamMethod(method), null);

        Assert.Equal(MapQuality.Zero, gaze.Quality);
        Assert.All(gaze.Gaze, value => Assert.Equal(0f, value));
        Assert.Equal((1, 1), (gaze.Predicted, gaze.Label));
    }

    [Theory]
    [InlineData(0f, 0f, MapQuality.Zero)]
    [InlineData(1f, 0.96f, MapQuality.NearFlat)]
    [InlineData(1f, 0.94f, MapQuality.Distinct)]
    [InlineData(5e-6f, 0f, MapQuality.NearFlat)]
    [InlineData(5e-5f, 0f, MapQuality.Distinct)]
    public void A_map_that_hardly_differs_from_pixel_to_pixel_is_told(float greatest, float least, MapQuality expected) =>
        Assert.Equal(expected, new ImageGaze([1, 2], 1, 1, [greatest, least], [1, 0], 1, 2).Quality);

    [Fact]
    public void Every_method_has_a_name_and_probabilities_sum_to_one()
    {
        Assert.Equal(GazeMethod.All.Order(StringComparer.Ordinal), PartsRegistry.BuiltIn.Of(PartKind.CamMethod).Select(known => known.Name));
        var gaze = new ImageGaze([1000, 1001], 1, 1, [1], [0], 1, 1);
        Assert.Equal(1, gaze.Probabilities.Sum(), 1e-12);
        Assert.Equal(Math.E, gaze.Probabilities[1] / gaze.Probabilities[0], 1e-9);
    }

    /// <summary>As a run's evaluation takes them, by the method that is registered: (2,5,5).</summary>
    private static Tensor Cams(string method, GazeModel model, Tensor maps, Tensor? images = null)
    {
        var leaf = maps.detach().requires_grad_(true); // (2,K,5,5)
        return BuiltParts.CamMethod(method)(new CamInput(model, images ?? zeros(2, 1, 9, 9, dtype: float64), leaf, model.Classify(leaf), tensor(Labels), differentiable: false)).detach();
    }

    private static Tensor SomeMaps() => rand([2, Maps, Side, Side], dtype: float64, generator: new Generator(3)); // (2,3,5,5)

    /// <summary>By sample, map and pixel.</summary>
    private static double[,,] Numbers(Tensor maps)
    {
        var numbers = new double[maps.shape[0], maps.shape[1], (int)Pixels];
        Buffer.BlockCopy(maps.contiguous().data<double>().ToArray(), 0, numbers, 0, numbers.Length * sizeof(double));
        return numbers;
    }

    /// <summary>ReLU of the sum over maps.</summary>
    private static double[] Expected(Func<int, int, int, double> term) =>
    [
        .. from n in Enumerable.Range(0, Labels.Length)
           from pixel in Enumerable.Range(0, (int)Pixels)
           select Math.Max(0, Enumerable.Range(0, Maps).Sum(k => term(n, k, pixel))),
    ];

    /// <summary>Of the score by each value of each map: by sample, map and pixel.</summary>
    private static double[,,] FiniteDifferences(GazeModel model, Tensor maps)
    {
        const double Step = 1e-5;
        var slopes = new double[Labels.Length, Maps, (int)Pixels];
        for (var n = 0; n < Labels.Length; n++)
            for (var k = 0; k < Maps; k++)
                for (var pixel = 0; pixel < Pixels; pixel++)
                    slopes[n, k, pixel] = (Moved(n, k, pixel, Step) - Moved(n, k, pixel, -Step)) / (2 * Step);
        return slopes;

        double Moved(int n, int k, int pixel, double by)
        {
            using var scope = NewDisposeScope();
            var moved = maps.clone();
            moved[n, k, pixel / Side, pixel % Side] += by;
            return model.Classify(moved)[n, Labels[n]].item<double>();
        }
    }

    /// <summary>Bilinear between the centres of cells.</summary>
    private static double[] Enlarged(double[] map, int side)
    {
        return [.. from y in Enumerable.Range(0, side) from x in Enumerable.Range(0, side) select At(y, x)];

        double At(int y, int x)
        {
            var (upper, lower, down) = Between(y);
            var (left, right, across) = Between(x);
            return ((1 - down) * (((1 - across) * map[(upper * Side) + left]) + (across * map[(upper * Side) + right])))
                + (down * (((1 - across) * map[(lower * Side) + left]) + (across * map[(lower * Side) + right])));
        }

        (int Before, int After, double Share) Between(int pixel)
        {
            var at = Math.Max(0, ((pixel + 0.5) * Side / side) - 0.5);
            return ((int)at, Math.Min((int)at + 1, Side - 1), at - (int)at);
        }
    }

    private static void Near(double[] expected, Tensor actual, double tolerance = 1e-12)
    {
        var found = actual.contiguous().flatten().data<double>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        Assert.Contains(found, value => value > 0);
        Assert.All(Enumerable.Range(0, found.Length), at => Assert.Equal(expected[at], found[at], tolerance));
    }

    /// <summary>Images (N,1,9,9) to maps (N,K,5,5) with values of both signs.</summary>
    private abstract class Small : GazeModel
    {
        private readonly Conv2d conv;

        protected Small(int maps)
            : base("small") => conv = nn.Conv2d(1, maps, 3, stride: 2, padding: 1);

        public override Tensor Features(Tensor images) => conv.call(images); // (N,K,5,5)

        protected void Finish(long seed)
        {
            RegisterComponents();
            using var _ = no_grad();
            using var chance = new Generator((ulong)seed);
            foreach (var weight in parameters()) weight.copy_(randn(weight.shape, generator: chance));
            this.to(float64);
            eval();
        }
    }

    private sealed class Pooled : Small
    {
        private readonly Linear head;

        public Pooled(int maps = Maps)
            : base(maps)
        {
            head = nn.Linear(maps, Classes);
            Finish(5);
        }

        public override Linear PooledLinear => head;

        public override Tensor Classify(Tensor maps) => head.call(MeanOverSpace(maps)); // (N,C)

        public double Weight(long label, long k) => head.weight[label, k].item<double>();
    }

    private sealed class Deep : Small
    {
        private readonly Linear inner;
        private readonly Linear outer;

        public Deep()
            : base(Maps)
        {
            inner = nn.Linear((long)(Maps * Pixels), 6);
            outer = nn.Linear(6, Classes);
            Finish(6);
        }

        public override Tensor Classify(Tensor maps) => outer.call((inner.call(maps.flatten(1)) / 10).tanh()); // (N,C)
    }

    private sealed class Blind : Small
    {
        public Blind()
            : base(Maps) => Finish(8);

        public override Tensor Classify(Tensor maps) => tensor(new double[] { 1, 2, 0, 0 }).unsqueeze(0).expand(maps.shape[0], Classes); // (N,C)
    }
}
