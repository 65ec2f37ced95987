using System.Text.Json.Serialization;

namespace ActorGaze.Nn.Gaze;

/// <summary>How a class activation map is made from the target layer's maps; <see cref="GazeMethods"/> has the equations.</summary>
public enum GazeMethod
{
    /// <summary>Grad-CAM, the method that training and evaluation use.</summary>
    [JsonStringEnumMemberName("gradcam")]
    GradCam,

    /// <summary>Grad-CAM++: each pixel's gradient has a weight of its own.</summary>
    [JsonStringEnumMemberName("gradcam++")]
    GradCamPlusPlus,

    /// <summary>HiResCAM: gradients times maps, pixel by pixel.</summary>
    [JsonStringEnumMemberName("hirescam")]
    HiResCam,

    /// <summary>LayerCAM: the same with positive gradients alone.</summary>
    [JsonStringEnumMemberName("layercam")]
    LayerCam,

    /// <summary>Eigen-CAM: the first principal component of the maps, whatever the class.</summary>
    [JsonStringEnumMemberName("eigencam")]
    EigenCam,

    /// <summary>Score-CAM: the score of the image behind each map as a mask.</summary>
    [JsonStringEnumMemberName("scorecam")]
    ScoreCam,
}
