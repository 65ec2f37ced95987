namespace ActorGaze.Nn.Gaze;

/// <summary>
/// The program's own CAM methods: how a class activation map is made from the target layer's maps. <see cref="GazeMethods"/> has the
/// equations.
/// </summary>
public static class GazeMethod
{
    /// <summary>Grad-CAM.</summary>
    public const string GradCam = "gradcam";

    /// <summary>Grad-CAM++: each pixel's gradient has a weight of its own.</summary>
    public const string GradCamPlusPlus = "gradcam++";

    /// <summary>HiResCAM: gradients times maps, pixel by pixel.</summary>
    public const string HiResCam = "hirescam";

    /// <summary>LayerCAM: the same with positive gradients alone.</summary>
    public const string LayerCam = "layercam";

    /// <summary>Eigen-CAM: the first principal component of the maps, whatever the class.</summary>
    public const string EigenCam = "eigencam";

    /// <summary>Score-CAM: the score of the image behind each map as a mask.</summary>
    public const string ScoreCam = "scorecam";

    public static IReadOnlyList<string> All { get; } = [GradCam, GradCamPlusPlus, HiResCam, LayerCam, EigenCam, ScoreCam];
}
