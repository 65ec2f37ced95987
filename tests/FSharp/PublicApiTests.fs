module ActorGaze.FSharp.Tests.PublicApi

open System
open System.Collections.Generic
open System.Collections.Immutable
open System.IO
open System.Threading.Tasks
open ActorGaze.Actors.Contracts
open ActorGaze.Actors.Contracts.Runs
open ActorGaze.Actors.Contracts.Sweeps
open ActorGaze.Actors.Crews
open ActorGaze.Actors.Engine
open ActorGaze.Actors.Persistence
open ActorGaze.Actors.Storage
open ActorGaze.Nn.Data.Batches
open ActorGaze.Nn.Data.Phantoms
open ActorGaze.Nn.Data.Store
open ActorGaze.Nn.Gaze
open ActorGaze.Nn.Parts
open ActorGaze.Nn.Statistics
open ActorGaze.Nn.Training
open Xunit

let private phantoms = PhantomSpec(PhantomKind.Localised, Classes = 2, TrainPerClass = 12, TestPerClass = 6)

let private template =
    RunSpec(
        RunId "r1",
        Network = NetworkSpec "level1",
        Data = "phantoms-localised",
        Phantoms = phantoms,
        Epochs = 2,
        Training = TrainingSpec(BatchSize = 8, LearningRate = 1e-3),
        Curriculum = CurriculumSpec(CurriculumShape.Constant)
    )

let private sweep =
    SweepGrid("both-weights", template, Networks = [ NetworkSpec "level1" ], GazeWeights = [ 0.0; 50.0 ], Trials = 1).ToSweep()

let private replay events =
    events |> Seq.fold (fun (state: RunState) event -> state.Apply event) RunState.Initial

let private text (answer: Answer) =
    answer.Match((fun accepted -> Ok accepted), (fun refused -> Error refused))

let private eventsOf (journal: JournalReader) run =
    journal.EventsOf run |> Seq.map _.Event |> List.ofSeq

/// A sweep that one engine has run to its end, and the answers it gave.
type FinishedSweep() =
    let folder = Directory.CreateTempSubdirectory("fsharp-").FullName

    member val Submitted = Error "not asked yet" with get, set
    member val PausedTooLate = Error "not asked yet" with get, set
    member val NoSuchRun = Error "not asked yet" with get, set
    member val SummaryRead = RunSummary.New with get, set
    member _.Journal = JournalReader.Open folder

    interface IAsyncLifetime with
        member this.InitializeAsync() =
            task {
                use! lab = Lab.StartAsync(LabSettings(folder, RunsAtOnce = 2))
                let! submitted = lab.SubmitAsync sweep
                this.Submitted <- text submitted

                let! score = lab.WaitAsync sweep.Name
                this.SummaryRead <- score.Runs[sweep.Runs[1].Id].Summary

                let! paused = lab.PauseAsync sweep.Runs[0].Id
                this.PausedTooLate <- text paused
                let! nobody = lab.CancelAsync(RunId "nobody", why = "to see")
                this.NoSuchRun <- text nobody
            }
            |> ValueTask

        member _.DisposeAsync() =
            Directory.Delete(folder, recursive = true)
            ValueTask.CompletedTask

[<Trait("Tier", "Slow")>]
type ``A sweep in process``(finished: FinishedSweep) =
    interface IClassFixture<FinishedSweep>

    [<Fact>]
    member _.``is accepted, and every run of it has all its epochs in the journal``() =
        Assert.True(Result.isOk finished.Submitted, $"{finished.Submitted}")

        let runs = finished.Journal.RunsOf sweep.Name |> List.ofSeq

        Assert.Equal<RunPhase list>([ RunPhase.Completed; RunPhase.Completed ], runs |> List.map _.Phase)
        let epochs = runs |> List.map (fun run -> run.Epochs |> Seq.map _.Epoch |> List.ofSeq)
        Assert.Equal<int list list>([ [ 1; 2 ]; [ 1; 2 ] ], epochs)

    [<Fact>]
    member _.``has a journal whose fold is the state that is read, and the state that the engine told``() =
        let run = sweep.Runs[1].Id

        let folded = eventsOf finished.Journal run |> replay

        let read = finished.Journal.Run run
        Assert.NotNull read
        let figures (state: RunState) = state.Phase, state.Attempts, state.WeightsSha256, List.ofSeq state.Epochs, List.ofSeq state.Checkpoints
        Assert.Equal(figures (nonNull read), figures folded)
        Assert.Equal((folded.Phase, folded.Epochs.Count), (finished.SummaryRead.Phase, finished.SummaryRead.EpochsDone))

    [<Fact>]
    member _.``tells its story in events that a pattern match tells apart``() =
        let tell (event: RunEvent) =
            match event with
            | :? RunEvent.Submitted as e -> $"submitted with weight {e.Spec.GazeWeight}"
            | :? RunEvent.Started as e -> $"attempt {e.Attempt}"
            | :? RunEvent.EpochCompleted as e -> $"epoch {e.Metrics.Epoch}"
            | :? RunEvent.Completed -> "completed"
            | other -> other.GetType().Name

        let story = eventsOf finished.Journal sweep.Runs[1].Id |> List.map tell

        Assert.Equal<string list>([ "submitted with weight 50"; "attempt 1"; "epoch 1"; "epoch 2"; "completed" ], story)

    [<Fact>]
    member _.``takes gazes in training only where they weigh something``() =
        let gazeLosses (run: RunState) =
            [ for epoch in run.Epochs -> Option.ofNullable epoch.Training.GazeLoss ]

        let losses = finished.Journal.RunsOf sweep.Name |> Seq.map gazeLosses |> List.ofSeq

        Assert.All(losses[0], (fun loss -> Assert.Equal(None, loss)))
        Assert.All(losses[1], (fun loss -> Assert.True(Option.isSome loss)))

    [<Fact>]
    member _.``ends with the weights that the training loop driven by hand ends with``() =
        let folder = Directory.CreateTempSubdirectory("loop-").FullName

        try
            let data = Path.Combine(folder, "data")
            PhantomFolder.Write(data, phantoms)
            use images = ImageStore.Open(ImageStore.Prepare(DataSpec data, folder).CacheFile)
            use loop = TrainingLoop.Open(TrainingSetup(sweep.Runs[1], images, folder))

            let closed =
                [ while not loop.IsDone do
                      use batch = loop.MakeBatch()

                      match loop.Advance batch with
                      | :? LoopResult.EpochClosed as epoch -> epoch.Metrics.Epoch
                      | _ -> () ]

            Assert.Equal<int list>([ 1; 2 ], closed)
            Assert.Equal(finished.SummaryRead.WeightsSha256, loop.Save().WeightsSha256)
        finally
            Directory.Delete(folder, recursive = true)

    [<Fact>]
    member _.``answers a command that makes no sense with a value that says why``() =
        let because expected answer =
            match answer with
            | Error(reason: string) -> Assert.Contains(expected, reason)
            | Ok accepted -> Assert.Fail $"accepted: {accepted}"

        finished.PausedTooLate |> because "Completed"
        finished.NoSuchRun |> because "nobody"

    [<Fact>]
    member _.``gives kappa and gaze deviation as series that can be correlated``() =
        let run = finished.Journal.RunsOf sweep.Name |> Seq.item 1
        let kappa = [ for epoch in run.Epochs -> epoch.Evaluation.Kappa ]
        let deviation = [ for epoch in run.Epochs -> epoch.Evaluation.GazeDeviation ]

        let expected = [ for epoch in run.Epochs -> Kappa.Of epoch.Evaluation.Confusion ]
        Assert.Equal<float list>(expected, kappa)

        // Two points lie on a line: r is 1 or −1, or undefined where a series stands still.
        match Correlation.Pearson(kappa, deviation) |> Option.ofNullable with
        | Some r -> Assert.Equal(1.0, abs r, 9)
        | None -> Assert.True(kappa[0] = kappa[1] || deviation[0] = deviation[1])

[<Fact>]
let ``A spec's seeds make runs of their own, and a sweep of them is one value`` () =
    let runs = [ 1L .. 3L ] |> List.map template.WithSeed

    let sweep = SweepSpec.Of("seeds", runs)

    Assert.Equal<string list>([ "r1-s1"; "r1-s2"; "r1-s3" ], [ for run in sweep.Runs -> run.Id.Value ])
    Assert.Equal(sweep, SweepSpec.Of("seeds", [ 1L .. 3L ] |> List.map template.WithSeed))

[<Fact>]
let ``A grid is every network, weight and trial, and pairs share their seed`` () =
    let grid = SweepGrid("grid", template, Networks = [ NetworkSpec "level1"; NetworkSpec "level2" ], GazeWeights = [ -100.0; 0.0; 50.0 ], Trials = 2)

    let runs = grid.Runs() |> List.ofSeq

    Assert.Equal(12, runs.Length)
    let seeds = runs |> List.groupBy _.Trial |> List.map (fun (trial, paired) -> trial, paired |> List.map _.Seed |> List.distinct)
    Assert.Equal<(int * int64 list) list>([ 1, [ 1L ]; 2, [ 2L ] ], seeds)

[<Fact>]
let ``A state decides without an engine: a refusal is a value and a repeated command is ignored`` () =
    let now = DateTimeOffset.UnixEpoch
    let submit = RunCommand.Submit template

    let first = RunState.Initial.Decide(submit, now)
    let queued = replay first.Events

    Assert.Equal(RunPhase.Queued, queued.Phase)
    Assert.True(queued.Decide(submit, now).Ignored)
    let early = queued.Decide(RunCommand.Finish(), now)
    Assert.True(early.Refused)
    Assert.NotNull early.Reason
    Assert.Empty early.Events

[<Fact>]
let ``Events can be written by hand, with their time by name`` () =
    let at = DateTimeOffset.UnixEpoch
    let events: RunEvent list =
        [ RunEvent.Submitted(template, At = at)
          RunEvent.Started(1, "cpu", null, At = at)
          RunEvent.Cancelled("enough", At = at) ]

    let state = replay events

    Assert.Equal((RunPhase.Cancelled, "enough"), (state.Phase, string state.Reason))

[<Fact>]
let ``A linear curriculum climbs to its weight, whatever the sign`` () =
    let spec = CurriculumSpec(CurriculumShape.Linear, From = 0.0, To = 0.2)
    let course weight = [ 0.0; 0.1; 0.2; 1.0 ] |> List.map (fun progress -> Curriculum.WeightAt(spec, weight, progress))

    Assert.Equal<float list>([ 0.0; 25.0; 50.0; 50.0 ], course 50.0)
    Assert.Equal<float list>([ 0.0; -50.0; -100.0; -100.0 ], course -100.0)

[<Fact>]
let ``Kappa, correlation and paired differences take lists and give options`` () =
    let confusion = ConfusionMatrix(2, ImmutableArray.Create(20, 5, 10, 15))
    let near (expected: float) (actual: float option) = Assert.Equal(expected, Option.get actual, 12)

    Assert.Equal(0.4, Kappa.Of confusion, 12)
    Correlation.Pearson([ 1.0; 2.0; 3.0 ], [ 2.0; 4.0; 6.0 ]) |> Option.ofNullable |> near 1.0
    Assert.Equal(None, Correlation.Pearson([ 1.0; 1.0 ], [ 2.0; 4.0 ]) |> Option.ofNullable)
    let difference = PairedDifference.Of([ 0.8; 0.9; 1.0 ], [ 0.7; 0.8; 0.9 ])
    difference.Mean |> Option.ofNullable |> near 0.1

[<Fact>]
let ``A gaze deviation is a plain number over plain lists`` () =
    let gazes: IReadOnlyList<IReadOnlyList<float array>> =
        [ [ [| 0.0; 1.0 |]; [| 1.0; 0.0 |] ]; [] ] |> List.map (fun samples -> samples :> IReadOnlyList<_>) :> IReadOnlyList<_>

    let deviation = GazeDeviation.Of gazes

    Assert.Equal(0.25, deviation.Overall, 12)
    Assert.Equal<int list>([ 2; 0 ], List.ofSeq deviation.Counts)
