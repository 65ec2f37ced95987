using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Examination;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ActorGaze.Actors.Control;

/// <summary>The route that tells one image's gaze through a run's training: one image a request, so that 10,000 are no burden.</summary>
internal static class CourseRoute
{
    private const int MostEpochs = 200;
    private const int UsualEpochs = 60;

    public static void Map(WebApplication app, Lab lab)
    {
        var reader = new CourseReader(lab.Folder);
        app.MapGet("/v1/runs/{run}/course", (
            [Description(ControlRoutes.RunsName)] string run,
            [Description("Its place in the order of the evaluation."), Range(0, int.MaxValue), DefaultValue(0)] int? image,
            [Description("At most so many: of more, some at equal distances, the first and the last among them."), Range(1, MostEpochs),
                DefaultValue(UsualEpochs)] int? epochs,
            CancellationToken gone) => (image ?? 0, epochs ?? UsualEpochs) switch
            {
                ( < 0, _) => Task.FromResult(ControlRoutes.Problem(400, $"image: found {image}; allowed: 0 or more.")),
                (_, < 1 or > MostEpochs) =>
                    Task.FromResult(ControlRoutes.Problem(400, $"epochs: found {epochs}; allowed: 1 to {MostEpochs}.")),
                var (place, most) => ControlRoutes.ForRunAsync(lab, run, id => AnswerAsync(lab, reader, id, place, most, gone)),
            })
            .Tells<SampleCourseDto>("One evaluated image's gaze at the end of each epoch, as gaze.record = all keeps it.")
            .Refuses(400, "A value is out of its range, or the run is evaluated on fewer images.")
            .NeedsRun()
            .Refuses(409, "There is nothing to show, and why: the run keeps no gazes, has completed no epoch, or its files are gone.")
            .MayBeBusy().MayBePrevented();
    }

    private static async Task<IResult> AnswerAsync(Lab lab, CourseReader reader, RunId run, int image, int most, CancellationToken gone)
    {
        if (await ControlRoutes.StateOfAsync(lab, run).ConfigureAwait(false) is not { } state) return ControlRoutes.Unread(run);
        return await reader.ReadAsync(state, image, most, gone).ConfigureAwait(false) switch
        {
            CourseAnswer.Found found => ControlRoutes.Said(SampleCourseDto.Of(found.Course)),
            CourseAnswer.NoSuchImage no => ControlRoutes.Problem(400, $"image: found {image}; allowed: 0 to {no.Images - 1}."),
            CourseAnswer.NotThere none => ControlRoutes.Problem(409, none.Why),
            var other => throw new UnreachableException($"Nobody answers {other}."),
        };
    }
}
