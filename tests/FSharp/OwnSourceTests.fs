module ActorGaze.FSharp.Tests.OwnSourceTests

open System.Collections.Generic
open System.IO
open ActorGaze.Nn
open ActorGaze.Nn.Data.Sources
open ActorGaze.Nn.Data.Store
open ActorGaze.Nn.Parts
open Xunit

/// Two classes of plain images.
type Plain() =
    interface IImageSource with
        member _.ContentKey = "1"
        member _.Notes = [||] :> IReadOnlyList<string>

        member _.List() =
            seq {
                for split in [ ImageSplit.Train; ImageSplit.Test ] do
                    for label in [ "dark"; "light" ] do
                        SourceImage($"{split}-{label}", split, label, Group = label)
            }

        member _.Read image =
            let value = if image.Label = "dark" then 20uy else 200uy
            SourceContent.OfPixels(Array.create 64 value, 8, 8)

/// No public class: the assembly has its entry class already.
let private lab =
    { new IPartsProvider with
        member _.Register parts =
            parts.AddSource("plain", "Plain images.", (fun _ -> Plain() :> IImageSource)) }

[<Fact>]
let ``A source from F# is registered by name, and what it gives is a data set`` () =
    let folder = Directory.CreateTempSubdirectory("source-").FullName
    let setup = SourceSetup folder
    let written = Path.Combine(folder, "written")

    SourceExport.Write(PartsRegistry.Of(lab).OpenSource("plain", setup), setup, written)
    let store = ImageStore.Prepare(DataSpec(written, Form = ImageForm(32, 1)), Path.Combine(folder, "cache"))

    Assert.Equal((2, 2), (store.TrainCount, store.TestCount))
    Directory.Delete(folder, recursive = true)
