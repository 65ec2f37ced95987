// A network of your own, a sweep over it, its results and its weights, in one file:
//
//     dotnet fsi lab.fsx
//
// It trains in this process. Give the command again, and it goes on where it was.

#r "nuget: ActorGaze.Actors, 0.1.0"
#r "nuget: libtorch-cpu-linux-x64, 2.10.0"

open System.IO
open ActorGaze.Actors.Contracts
open ActorGaze.Actors.Contracts.Runs
open ActorGaze.Actors.Contracts.Sweeps
open ActorGaze.Actors.Engine
open ActorGaze.Actors.Persistence
open ActorGaze.Actors.Storage
open ActorGaze.Nn.Data.Phantoms
open ActorGaze.Nn.Models
open ActorGaze.Nn.Parts
open ActorGaze.Nn.Training

ScriptHost.Prepare() // libtorch, and what else a script's process lacks

module Networks =
    open TorchSharp
    open type TorchSharp.torch // here alone: it has names such as int and float

    /// Two convolutions and a pooled linear head, on a grid of 7×7.
    type Narrow(channels: int, width: int, classes: int) as this =
        inherit GazeModel("Narrow")

        let first = new ConvNorm(channels, 8, kernel = 5, stride = 4, pool = true)
        let second = new ConvNorm(8, width, stride = 2, pool = true)
        let head = nn.Linear(width, classes)
        do this.RegisterComponents()

        override _.PooledLinear = head
        override _.Features images = images |> first.call |> second.call // (N,width,7,7)
        override _.Classify maps = head.call (maps.mean ([| 2L; 3L |])) // (N,classes)

type Parts() =
    let width = PartParameter.Int("width", 16, least = 4, most = 256, reason = "Maps at the target layer.")

    interface IPartsProvider with
        member _.Register parts =
            parts.AddNetwork("narrow", "Two convolutions.", [ width ], fun setup -> new Networks.Narrow(setup.Channels, setup.Value width, setup.Classes))

// What is trained: two widths, without and with the gaze loss.

let parts = Plugin.Here(Path.Combine(__SOURCE_DIRECTORY__, __SOURCE_FILE__), Parts())
let networks = [ for width in [ "8"; "16" ] -> parts.Network("narrow", [ struct ("width", width) ]) ]

let template =
    RunSpec(
        RunId "any",
        Data = "phantoms-localised",
        Phantoms = PhantomSpec(PhantomKind.Localised, Classes = 2, TrainPerClass = 24, TestPerClass = 12),
        Epochs = 4,
        Training = TrainingSpec(BatchSize = 8, LearningRate = 3e-3)
    )

let sweep = SweepGrid("script", template, Networks = networks, GazeWeights = [ 0.0; 50.0 ], Trials = 1).ToSweep()
let state = fsi.CommandLineArgs |> Array.tryItem 1 |> Option.defaultValue "lab-state"

// Train it.

let lab = Lab.StartAsync(LabSettings(state, RunsAtOnce = 2)).Result
lab.SubmitAsync(sweep).Result.Match((fun _ -> ()), (fun refused -> failwith refused))
lab.WaitAsync(sweep.Name).Wait()
lab.DisposeAsync().AsTask().Wait() // saves, and leaves

// Its results, from the journal. This needs no engine.

let journal = JournalReader.Open state
let bar (share: float) = String.replicate (int (40.0 * max 0.0 share)) "█"

for run in journal.RunsOf sweep.Name do
    printfn $"\n{(nonNull run.Spec).Id}"

    for epoch in run.Epochs do
        printfn $"  epoch {epoch.Epoch}  gaze deviation {epoch.Evaluation.GazeDeviation:F4}  kappa {epoch.Evaluation.Kappa, 6:F3} {bar epoch.Evaluation.Kappa}"

// The weights of the last run.

let last = Seq.last (journal.RunsOf sweep.Name)
let newest = nonNull last.Latest
let file = Path.Combine(StateFolder(state).CheckpointsOf (nonNull last.Spec).Id, newest.File)

printfn $"\n{file}"

for KeyValue(name, weights) in CheckpointFile.Read(file, newest.Sha256).Tensors do
    if name.StartsWith Checkpoint.WeightsPrefix then
        printfn $"  {name, -28} {weights.DType} %A{List.ofSeq weights.Shape}"
