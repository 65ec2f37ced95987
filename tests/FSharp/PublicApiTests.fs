module ActorGaze.FSharp.Tests.PublicApi

open Xunit

[<Fact>]
let ``probe`` () = Assert.True(true)
