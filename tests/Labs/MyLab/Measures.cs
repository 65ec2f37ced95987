using ActorGaze.Nn.Parts;
using TorchSharp;
using static TorchSharp.torch;

namespace MyLab;

/// <summary>Parts that are pure functions.</summary>
internal static class Measures
{
    private static readonly DoubleParameter Delta = PartParameter.Double("delta", 0.1, least: 0.001, most: 1, "Where the square becomes a straight line.");
    private static readonly DoubleParameter Share = PartParameter.Double("share", 0.5, least: 0, most: 1, "The share that the batch's own mean has.");
    private static readonly IntParameter Waves = PartParameter.Int("waves", 2, least: 1, most: 20, "How often the weight comes and goes.");

    public static void AddTo(PartsBuilder parts)
    {
        parts.AddDistance("huber", "Squared differences of the pixels near 0, and absolute ones beyond (Huber 1964).", [Delta], setup =>
        {
            var delta = setup.Value(Delta);
            return (gazes, references) => nn.functional.huber_loss(gazes, references, delta, nn.Reduction.None).mean([1L, 2L]); // (M)
        });
        parts.AddReference("blend", "The batch's class mean and the moving one, mixed.", [Share], setup =>
        {
            var share = setup.Value(Share);
            return classes => (share * classes.Batch) + ((1 - share) * classes.Moving); // (Q,h,w)
        });
        parts.AddCamMethod(
            "abscam", "Absolute gradients times maps, pixel by pixel.", differentiable: true,
            cam => (cam.Slopes().abs() * cam.Maps).sum(1L).relu()); // (N,h,w)
        parts.AddCurriculum("waves", "The weight comes and goes.", [Waves], setup =>
        {
            var waves = setup.Value(Waves);
            return progress => Math.Pow(Math.Sin(Math.PI * waves * progress), 2);
        });
        parts.AddLossTerm("area", "How much of the map a network looks at.", batch => batch.Gazes.mean()); // ()
    }
}
