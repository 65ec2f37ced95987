/// A network of one's own, whole: what docs/your-own-network.md shows.
module ActorGaze.FSharp.Tests.OwnNetwork

open ActorGaze.Nn.Models
open ActorGaze.Nn.Parts
open TorchSharp
open type TorchSharp.torch

/// Two convolutions and a pooled linear head, on a grid of 7×7.
type Narrow(channels: int, width: int, classes: int) as this =
    inherit GazeModel("Narrow")

    let first = new ConvNorm(channels, 8, kernel = 5, stride = 4, pool = true)
    let second = new ConvNorm(8, width, stride = 2, pool = true)
    let head = nn.Linear(width, classes)
    do this.RegisterComponents()

    override _.PooledLinear = head
    override _.Features images = images |> first.call |> second.call // (N,width,7,7)
    override _.Classify maps = head.call (maps.mean ([| 2L; 3L |])) // (N,C)

type Lab() =
    let width = PartParameter.Int("width", 16, least = 4, most = 256, reason = "Maps at the target layer.")

    interface IPartsProvider with
        member _.Register parts =
            parts.AddNetwork(
                "narrow-fs",
                "Two convolutions and a pooled linear head, on a grid of 7×7.",
                [ width ],
                fun setup -> new Narrow(setup.Channels, setup.Value width, setup.Classes)
            )

            OwnParts.addTo parts // see "Your own parts"
