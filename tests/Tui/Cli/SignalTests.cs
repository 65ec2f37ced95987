using System.Runtime.InteropServices;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Cli;

public sealed class SignalTests
{
    [Theory]
    [InlineData(PosixSignal.SIGTERM, null, nameof(SignalMeaning.Save))]
    [InlineData(PosixSignal.SIGINT, null, nameof(SignalMeaning.Save))]
    [InlineData(PosixSignal.SIGHUP, null, nameof(SignalMeaning.Save))]
    [InlineData(PosixSignal.SIGTERM, 0.0, nameof(SignalMeaning.Echo))] // timeout: to its child, and to its child's group
    [InlineData(PosixSignal.SIGINT, 0.3, nameof(SignalMeaning.Echo))]
    [InlineData(PosixSignal.SIGTERM, 1.999, nameof(SignalMeaning.Echo))]
    [InlineData(PosixSignal.SIGTERM, 2.0, nameof(SignalMeaning.LeaveNow))]
    [InlineData(PosixSignal.SIGINT, 30.0, nameof(SignalMeaning.LeaveNow))]
    [InlineData(PosixSignal.SIGHUP, 30.0, nameof(SignalMeaning.Echo))]
    public void A_second_signal_is_an_echo_for_two_seconds_and_then_insists(PosixSignal signal, double? secondsSinceFirst, string meaning) =>
        Assert.Equal(meaning, SignalRule.Of(signal, secondsSinceFirst is { } seconds ? TimeSpan.FromSeconds(seconds) : null).ToString());

    [Theory]
    [InlineData(ExitStatus.Well, 0, nameof(OutputWorth.Result), ExitStatus.Well)]
    [InlineData(ExitStatus.Well, 28, nameof(OutputWorth.Result), ExitStatus.Prevented)] // a full disk has no result on it
    [InlineData(ExitStatus.Well, 28, nameof(OutputWorth.Copy), ExitStatus.Prevented)] // the state folder has it; lines are lost
    [InlineData(ExitStatus.Failed, 28, nameof(OutputWorth.Copy), ExitStatus.Failed)] // whoever asks the state folder finds both
    [InlineData(ExitStatus.Well, 28, nameof(OutputWorth.Notice), ExitStatus.Well)]
    [InlineData(ExitStatus.Well, 32, nameof(OutputWorth.Result), ExitStatus.Well)] // the reader has seen enough
    [InlineData(ExitStatus.Failed, 32, nameof(OutputWorth.Result), ExitStatus.Failed)]
    [InlineData(ExitStatus.Failed, 28, nameof(OutputWorth.Result), ExitStatus.Prevented)] // the gravest decides
    [InlineData(ExitStatus.Bug, 28, nameof(OutputWorth.Result), ExitStatus.Bug)]
    [InlineData(ExitStatus.Interrupted, 28, nameof(OutputWorth.Copy), ExitStatus.Interrupted)]
    public void Output_that_could_not_be_written_is_a_failure_by_what_it_was_worth(int status, int error, string worth, int expected) =>
        Assert.Equal(expected, Departure.StatusAfter(status, error == 0 ? null : new IOException("It failed.", error), Enum.Parse<OutputWorth>(worth)));
}
