using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Faults;
using ActorGaze.Actors.Contracts.Images;
using ActorGaze.Actors.Contracts.Runs;

namespace ActorGaze.Actors.Engine.Runs;

/// <summary>What a run does about its images: opened, agreed upon, failed or silent. Pure.</summary>
internal static class RunImageInputs
{
    public static void Handle(RunTurn turn, RunInput input)
    {
        switch (input)
        {
            case RunInput.Opened { Images: { Request.Pinned: null } images } when IsWaitedFor(turn.Life):
                // the first of its sweep to open a data set has the sweep write down what it is
                turn.Then(new RunEffect.AgreeImages(images));
                break;
            case RunInput.Opened { Images: { Request.Pinned: not null } images } when IsWaitedFor(turn.Life):
                Start(turn, images);
                break;
            case RunInput.Agreed { Images: var images } when IsWaitedFor(turn.Life):
                Start(turn, images);
                break;
            case RunInput.Failed { Images: var failed } when IsWaitedFor(turn.Life):
                turn.Life = turn.Life with { ImageBytes = failed.BytesNeeded, Missing = failed.Missing };
                if (turn.Life is RunLife.NoSlot silenced) turn.Life = silenced with { Silent = null };
                turn.Fault(failed.Fault);
                break;
            case RunInput.Silent { Images: var silent } when turn.Life is RunLife.OpeningImages:
                turn.ReturnSlot(new WaitingFor.NoAnswer(silent.Request.Data, silent.Since));
                break;
            case RunInput.Silent { Images: var silent } when turn.Life is RunLife.NoSlot { Silent: not null } waiting:
                turn.Life = waiting with { Silent = new WaitingFor.NoAnswer(silent.Request.Data, silent.Since) };
                break;
        }
    }

    private static bool IsWaitedFor(RunLife life) => life is RunLife.OpeningImages or RunLife.NoSlot { Silent: not null };

    private static void Start(RunTurn turn, ImagesOpened images)
    {
        turn.Life = turn.Life with { ImageBytes = null, Missing = null };
        if (turn.Life is not RunLife.OpeningImages { Slot: var slot })
        {
            turn.MoveTo(new RunLife.NoSlot()); // it had given its slot back: now it wants one again
            return;
        }

        slot = slot with { Pinned = images.Facts };
        turn.Do(new RunCommand.Start(slot.Device, new ClassNames(images.Classes))
        {
            Images = images.Facts,
            Bits = turn.Rules.Bits?.Invoke(turn.State.Spec!, slot.Device),
            Strict = turn.Rules.Settings.Bits == OtherBits.Strict,
        });
        if (turn.State.Phase != RunPhase.Running)
        {
            turn.MoveTo(new RunLife.HeldSlot(slot)); // its bits would be others: it is paused
            return;
        }

        turn.MoveTo(new RunLife.Starting(slot,
            new Crew(turn.State.Attempts, null, Watchdog.Of(turn.Rules.Settings.StepTimeout, turn.Now.Running))));
        turn.Then(new RunEffect.StartCrew(slot, images));
    }
}
