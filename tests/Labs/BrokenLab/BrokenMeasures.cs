using ActorGaze.Nn.Parts;
using TorchSharp;
using static TorchSharp.torch;

namespace BrokenLab;

/// <summary>Parts that break their contracts, each in one way.</summary>
internal static class BrokenMeasures
{
    private static readonly List<Tensor> Kept = [];
    private static int _calls;

    public static void AddTo(PartsBuilder parts)
    {
        parts.AddDistance("throws", "Throws.", (_, _) => throw new InvalidOperationException("no such measure"));
        parts.AddDistance("shape", "Forgets to take the mean.", (a, b) => (a - b).square());
        parts.AddDistance("slopeless", "Has no slope at 0.", (a, b) => (a - b).square().sum([1L, 2L]).sqrt() + a.square().sum([1L, 2L]).sqrt() - a.square().sum([1L, 2L]).sqrt());
        parts.AddDistance("apart", "Is not 0 between equal maps.", (a, b) => (a - b).abs().mean([1L, 2L]) + 1);
        parts.AddDistance("mixes", "Looks at the whole batch.", (a, b) => (a - b).square().mean([1L, 2L]) / (1 + (a - b).abs().max()));
        parts.AddDistance("draws", "Draws chance.", (a, b) => (a - b).square().mean([1L, 2L]) * rand(1));
        parts.AddDistance("writes", "Changes what it is given.", (a, b) =>
        {
            using var still = no_grad();
            a.detach().mul_(0.5f);
            using var grad = enable_grad();
            return (a - b).square().mean([1L, 2L]);
        });
        parts.AddDistance("keeps", "Keeps its distances.", (a, b) =>
        {
            var distances = (a - b).square().mean([1L, 2L]);
            Kept.Add(distances.detach().clone().DetachFromDisposeScope());
            return distances;
        });
        parts.AddDistance("late", "Throws after every check.", (a, b) =>
            Interlocked.Increment(ref _calls) > 30 ? throw new InvalidOperationException("thirty are enough") : (a - b).square().mean([1L, 2L]));
        parts.AddDistance("nan", "Is not finite where one map is 1 somewhere.", (a, b) => (a - b).square().mean([1L, 2L]) / where(a.amax([1L, 2L]).gt(0.99999f), 0.0f, 1.0f));
        parts.AddCamMethod("negative", "Forgets the ReLU.", differentiable: true, cam => (cam.Slopes() * cam.Maps).sum(1L) - 1);
        parts.AddCamMethod("cut", "Says that it is differentiable.", differentiable: true, cam => cam.Maps.detach().sum(1L).relu());
        parts.AddCamMethod("plain", "Says that it is not differentiable.", differentiable: false, cam => cam.Maps.sum(1L).relu());
        parts.AddCamMethod("graphed", "Takes a graph for granted.", differentiable: true, cam =>
            cam.Maps.requires_grad ? (cam.Slopes() * cam.Maps).sum(1L).relu() : throw new InvalidOperationException("there is no graph"));
        parts.AddCurriculum("poles", "Has a pole half way.", _ => progress => 1 / (progress - 0.5));
        parts.AddCurriculum("hangs", "Never comes back.", _ => progress => progress > 0 ? Forever.Wait().item<double>() : 0);
        parts.AddLossTerm("again", "Classifies the maps once more.", batch => (batch.Model.Classify(batch.Maps) - batch.Logits).square().mean());
        parts.AddLossTerm("many", "Gives a number for each sample.", batch => batch.Gazes.mean([1L, 2L]));
        parts.AddReference("mixed", "Mixes the classes.", classes => classes.Moving + classes.Batch.mean([0], keepdim: true));
    }
}
