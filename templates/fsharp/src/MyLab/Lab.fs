namespace MyLab

open ActorGaze.Nn.Parts

/// What this assembly brings: networks by name, each with its parameters.
type Lab() =
    let width = PartParameter.Int("width", 16, least = 4, most = 256, reason = "Maps at the target layer.")

    interface IPartsProvider with
        member _.Register parts =
            parts.AddNetwork(
                "narrow",
                "Two convolutions and a pooled linear head, on a grid of 7×7.",
                [ width ],
                fun setup -> new Narrow(setup.Channels, setup.Value width, setup.Classes)
            )
