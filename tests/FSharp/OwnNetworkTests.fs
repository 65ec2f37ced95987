module ActorGaze.FSharp.Tests.OwnNetworkTests

open System.IO
open ActorGaze.Actors.Contracts
open ActorGaze.Actors.Contracts.Runs
open ActorGaze.Actors.Contracts.Sweeps
open ActorGaze.Actors.Engine
open ActorGaze.Actors.Persistence
open ActorGaze.FSharp.Tests.OwnNetwork
open ActorGaze.Nn.Checks
open ActorGaze.Nn.Data.Phantoms
open ActorGaze.Nn.Gaze
open ActorGaze.Nn.Parts
open ActorGaze.Nn.Training
open Xunit

let private lab () = Plugin.Load typeof<Lab>.Assembly.Location

[<Fact>]
let ``A network from F# keeps the contract`` () =
    let report = NetworkCheck.Run(lab().Network("narrow-fs", [ struct ("width", "8") ]), NetworkShape.Of 2)

    Assert.All(report.Findings, fun finding -> Assert.True(finding.Holds, $"{finding.Check}: {finding.Text}"))
    let option = System.Nullable 7L
    Assert.Equal((option, option), (report.Height, report.Width))

[<Fact>]
let ``Parts from F# keep their contracts`` () =
    let parts = [ PartKind.Distance, "huber-fs"; PartKind.Reference, "moving-fs"; PartKind.Curriculum, "square-fs"; PartKind.LossTerm, "area-fs" ]

    for kind, name in parts do
        Assert.All(PartCheck.Run(kind, lab().Part(kind, name, [])).Findings, fun finding -> Assert.True(finding.Holds, $"{name}: {finding.Check}: {finding.Text}"))

[<Fact>]
[<Trait("Tier", "Slow")>]
let ``A sweep over a parameter of it trains in this process`` () =
    task {
        let folder = Directory.CreateTempSubdirectory("own-").FullName
        let networks = [ "8"; "16" ] |> List.map (fun width -> lab().Network("narrow-fs", [ struct ("width", width) ]))

        let template =
            RunSpec(
                RunId "any",
                Phantoms = PhantomSpec(PhantomKind.Localised, Classes = 2, TrainPerClass = 8, TestPerClass = 4),
                Epochs = 1,
                Training = TrainingSpec(BatchSize = 8, Optimiser = Optimiser.AdamW, Schedule = LearningSchedule.Cosine),
                Gaze = GazeSpec(Distance = lab().Part(PartKind.Distance, "huber-fs", [ struct ("delta", "0.2") ])),
                Curriculum = CurriculumSpec(lab().Part(PartKind.Curriculum, "square-fs", [])),
                Loss = LossSpec(Term = lab().Part(PartKind.LossTerm, "area-fs", []), Weight = 0.1)
            )

        let sweep = SweepGrid("own", template, Networks = networks, GazeWeights = [ 50.0 ]).ToSweep()

        do!
            task {
                use! engine = ActorGaze.Actors.Engine.Lab.StartAsync(LabSettings(folder, RunsAtOnce = 2))
                let! _ = engine.SubmitAsync sweep
                let! _ = engine.WaitAsync sweep.Name
                ()
            }

        let runs = JournalReader.Open(folder).RunsOf sweep.Name |> List.ofSeq
        Assert.Equal<string list>([ "own-narrow-fs-w50-width=8-t1"; "own-narrow-fs-w50-width=16-t1" ], [ for run in sweep.Runs -> run.Id.Value ])
        Assert.Equal<RunPhase list>([ RunPhase.Completed; RunPhase.Completed ], runs |> List.map _.Phase)
        Assert.All(runs, fun run -> Assert.Equal(7, run.Epochs[0].Evaluation.Gazes.Height))
        Assert.All(runs, fun run -> Assert.True(run.Epochs[0].Training.LossTerm.HasValue))
        Directory.Delete(folder, recursive = true)
    }
