namespace ActorGaze.Nn.Training;

/// <summary>
/// The number type of activations and convolutions. Weights, Adam, statistics of batch normalisation, losses, gazes and figures are float32
/// in all of them.
/// </summary>
public enum Precision
{
    /// <summary>32 bits throughout.</summary>
    Float32,

    /// <summary>Activations and convolutions in bfloat16: 8 bits of precision.</summary>
    Bfloat16,

    /// <summary>CUDA alone: float32 whose products are made of 10 bits of precision on tensor cores.</summary>
    Tf32,
}
