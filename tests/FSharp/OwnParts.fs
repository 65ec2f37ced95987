/// Parts that are pure functions, whole: what docs/your-own-parts.md shows.
module ActorGaze.FSharp.Tests.OwnParts

open ActorGaze.Nn.Parts
open System
open TorchSharp
open type TorchSharp.torch

let private delta = PartParameter.Double("delta", 0.1, least = 0.001, most = 1.0, reason = "Where the square becomes a straight line.")

let addTo (parts: PartsBuilder) =
    parts.AddDistance(
        "huber-fs",
        "Squared differences of the pixels near 0, and absolute ones beyond.",
        [ delta ],
        fun setup ->
            let delta = setup.Value delta
            Func<_, _, _>(fun gazes references -> nn.functional.huber_loss(gazes, references, delta, nn.Reduction.None).mean ([| 1L; 2L |])) // (M)
    )

    parts.AddReference("moving-fs", "The moving class mean.", (fun classes -> classes.Moving)) // (Q,h,w)

    parts.AddCurriculum("square-fs", "The square of the progress.", (fun _ -> Func<_, _>(fun progress -> progress * progress)))

    parts.AddLossTerm("area-fs", "How much of the map a network looks at.", (fun batch -> batch.Gazes.mean ())) // ()
