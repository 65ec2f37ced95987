module MyLab.Tests.NarrowTests

open ActorGaze.Nn.Checks
open ActorGaze.Nn.Parts
open MyLab
open Xunit

let private lab = Plugin.Load typeof<Lab>.Assembly.Location

[<Theory>]
[<InlineData("4")>]
[<InlineData("16")>]
let ``It keeps the contract`` (width: string) =
    let report = NetworkCheck.Run(lab.Network("narrow", [ struct ("width", width) ]), NetworkShape.Of 2)

    Assert.All(report.Findings, (fun finding -> Assert.True(finding.Holds, $"{finding.Check}: {finding.Text}")))
    Assert.Equal((System.Nullable 7L, System.Nullable 7L), (report.Height, report.Width))
