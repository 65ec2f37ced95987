using System.Runtime.InteropServices;
using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Nn.Training;

/// <summary>A fault of a program is an exception, also on a thread whose registers are large.</summary>
[Slow]
public sealed class SignalStackTests
{
    [Fact]
    public void A_thread_that_computed_in_bfloat16_outlives_a_null_reference()
    {
        Assert.SkipUnless(IsLinuxOnX64, "Linux on x64 alone");
        long room = 0;
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            using var learner = Lesson.Learner(level: 2, precision: Precision.Bfloat16);
            learner.Step(seed: 1);
            room = SignalStack.OfThisThread;
            if (room >= SignalStack.Bytes) thrown = Record.Exception(() => LengthOf(null)); // with less, it would end the whole test run
        });
        thread.Start();
        thread.Join();

        Assert.Equal(SignalStack.Bytes, room);
        Assert.IsType<NullReferenceException>(thrown);
    }

    [Fact]
    public void Threads_that_have_ended_leave_nothing_behind()
    {
        Assert.SkipUnless(IsLinuxOnX64, "Linux on x64 alone");
        var before = Mappings();

        for (var n = 0; n < 200; n++)
        {
            var thread = new Thread(SignalStack.Enlarge);
            thread.Start();
            thread.Join();
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(Mappings(), 0, before + 200); // two each otherwise; others come and go meanwhile
    }

    private static bool IsLinuxOnX64 => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static int Mappings() => File.ReadLines("/proc/self/maps").Count();

    private static int LengthOf(string? text) => text!.Length;
}
