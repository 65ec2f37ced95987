using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Models;

namespace ActorGaze.Nn.Parts;

/// <summary>What the program itself brings, through the same door as everybody.</summary>
internal sealed class BuiltInParts : IPartsProvider
{
    public void Register(PartsBuilder parts)
    {
        SourceParts.Register(parts);
        AddNetworks(parts);
        parts.AddDistance(GazeDistance.L2, "The mean of the squared differences of the pixels, as in the paper.", Distances.L2);
        parts.AddDistance(GazeDistance.L1, "The mean of the absolute differences of the pixels.", Distances.L1);
        parts.AddDistance(GazeDistance.Cosine, "1 less the cosine of the maps.", Distances.Cosine);
        parts.AddDistance(GazeDistance.Ssim, "1 less the mean structural similarity.", Distances.Ssim);
        parts.AddDistance(GazeDistance.Js, "The Jensen–Shannon divergence of the maps as distributions.", Distances.JensenShannon);
        parts.AddDistance(GazeDistance.Emd, "The entropic earth mover's distance of the maps as distributions.", Distances.EarthMovers);

        parts.AddReference(GazeReference.Ema, "The moving class mean, which is steady from batch to batch.", gazes => gazes.Moving);
        parts.AddReference(GazeReference.Batch, "The batch's own class mean, and gradients flow through it.", gazes => gazes.Batch);

        parts.AddCamMethod(
            GazeMethod.GradCam, "Grad-CAM: each map weighs as much as its mean gradient.", differentiable: true,
            cam => GradCam.Of(cam.Model, cam.Maps, cam.Logits, cam.Classes, cam.Differentiable));
        parts.AddCamMethod(
            GazeMethod.GradCamPlusPlus, "Grad-CAM++: each pixel's gradient has a weight of its own.", differentiable: true, cam =>
                GazeMethods.PlusPlus(cam.Slopes(), cam.Maps));
        parts.AddCamMethod(GazeMethod.HiResCam, "HiResCAM: gradients times maps, pixel by pixel.", differentiable: true, cam =>
            GazeMethods.Weigh(cam.Slopes(), cam.Maps));
        parts.AddCamMethod(
            GazeMethod.LayerCam, "LayerCAM: positive gradients times maps, pixel by pixel.", differentiable: true, cam =>
                GazeMethods.Weigh(cam.Slopes().relu(), cam.Maps));
        parts.AddCamMethod(
            GazeMethod.EigenCam, "Eigen-CAM: the maps' first principal component, whatever the class.", differentiable: false, cam =>
                GazeMethods.Eigen(cam.Maps));
        parts.AddCamMethod(
            GazeMethod.ScoreCam, "Score-CAM: the score of the image behind each map as a mask. One forward pass for each map.",
            differentiable: false,
            cam => GazeMethods.Score(cam.Scores, cam.Images, cam.Maps, cam.Classes));

        parts.AddCurriculum(Curricula.Constant, "All of the weight throughout.", _ => _ => 1);
        parts.AddCurriculum(Curricula.Linear, "Nothing before from, rising in a straight line to all of it at to.", setup => progress =>
            Curricula.Risen(setup, progress));
        parts.AddCurriculum(
            Curricula.Cosine, "Nothing before from, rising along half a cosine to all of it at to.",
            setup => progress => (1 - Math.Cos(Math.PI * Curricula.Risen(setup, progress))) / 2);
        parts.AddCurriculum(Curricula.Step, "Nothing before to, and all of it from there on.", setup => progress => progress < setup.To ? 0
            : 1);
    }

    private static void AddNetworks(PartsBuilder parts)
    {
        parts.AddNetwork(
            "level1", "The least that has a CAM: two small convolutions and a pooled linear head. A few thousand weights.",
            setup => new Level1(setup.Classes, setup.Channels));
        parts.AddNetwork(
            "level2", "A standard convolutional network: blocks of convolution, normalisation, ReLU and pool. 0.3 million weights.",
            setup => new Level2(setup.Classes, setup.Channels));
        parts.AddNetwork("level3", "Residual stages. A million weights.", setup => new Level3(setup.Classes, setup.Channels));
        parts.AddNetwork(
            "level4", "Level 3 with squeeze-and-excitation in every block. A million weights.", setup =>
                new Level4(setup.Classes, setup.Channels));
        parts.AddNetwork(
            "level5", "High capacity: wide, deep, residual, with dropout before a two-layer head. Ten million weights and more.",
            setup => new Level5(setup.Classes, setup.Channels));
    }
}
