using ActorGaze.Nn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActorGaze.Tests.Nn.Training;

[Slow]
public sealed class LearnerHygieneTests
{
    [Theory]
    [InlineData(1, 50)]
    [InlineData(5, 2)]
    public void It_leaves_no_tensor_behind_whatever_becomes_of_its_steps(int level, int rounds)
    {
        using var learner = Lesson.Learner(level);
        using var batch = Lesson.Batch(seed: 1);
        using var spoiled = Lesson.Batch(seed: 1, spoiled: float.NaN);
        Round();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var round = 0; round < rounds; round++) Round();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Round()
        {
            var saved = learner.Saved();
            Assert.True(learner.Step(batch, gazeWeight: 50).Applied);
            Assert.False(learner.Step(spoiled, gazeWeight: 50).Applied);
            learner.Restore(saved);
            learner.Step(batch, gazeWeight: null);
            learner.Evaluate(batch);
        }
    }

    [Fact]
    public void Neither_does_a_checkpoint_nor_a_learner_that_is_disposed_while_it_evaluates()
    {
        IntraOpThreads.Set(1);
        Live();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var life = 0; life < 5; life++) Live();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static void Live()
        {
            using var batch = Lesson.Batch(seed: 1);
            using var learner = Lesson.Learner(level: 1);
            learner.Restore(learner.Saved());
            learner.Evaluate(batch);
        }
    }

    [Fact]
    public void It_outlives_a_dispose_scope_it_was_made_in()
    {
        Learner learner;
        using (NewDisposeScope()) learner = Lesson.Learner(level: 2);

        using (learner) Assert.True(learner.Step(seed: 1).Applied);
    }

    [Fact]
    public void It_does_not_depend_on_the_threads_grad_mode()
    {
        using var ordinary = Lesson.Learner(level: 5);
        using var guarded = Lesson.Learner(level: 5);
        var (means, others) = (Lesson.NoMeans, Lesson.NoMeans);

        ordinary.Step(seed: 1, weight: 50, ref means);
        using (no_grad()) guarded.Step(seed: 1, weight: 50, ref others);

        Lesson.Same(ordinary.Saved(), guarded.Saved());
    }

    [Fact]
    public void Beside_another_learner_it_learns_the_same_bits_as_alone()
    {
        var alone = Learned(level: 5);

        var together = new Checkpoint[2];
        Thread[] threads = [new(() => together[0] = Learned(level: 5)), new(() => together[1] = Learned(level: 2))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Lesson.Same(alone, together[0]);
        Lesson.Same(Learned(level: 2), together[1]);

        static Checkpoint Learned(int level)
        {
            using var learner = Lesson.Learner(level);
            var means = Lesson.NoMeans;
            for (var seed = 1; seed <= (level == 5 ? 3 : 12); seed++)
            {
                learner.Step(seed, weight: 50, ref means, samples: 2);
                using var batch = Lesson.Batch(seed, samples: 2);
                learner.Evaluate(batch);
            }

            return learner.Saved();
        }
    }
}
