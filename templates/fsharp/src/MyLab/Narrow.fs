namespace MyLab

open ActorGaze.Nn.Models
open TorchSharp
open type TorchSharp.torch

/// Two convolutions and a pooled linear head, on a grid of 7×7.
type Narrow(channels: int, width: int, classes: int) as this =
    inherit GazeModel("Narrow")

    let first = new ConvNorm(channels, 8, kernel = 5, stride = 4, pool = true)
    let second = new ConvNorm(8, width, stride = 2, pool = true)
    let head = nn.Linear(width, classes)
    do this.RegisterComponents()

    /// The head, because Classify is no more than it on the maps' means. Leave this out if yours is more.
    override _.PooledLinear = head

    override _.Features images = images |> first.call |> second.call // (N,channels,224,224) to (N,width,7,7)
    override _.Classify maps = head.call (maps.mean ([| 2L; 3L |])) // (N,classes)
