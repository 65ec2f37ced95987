using ActorGaze.Nn.Training;

namespace ActorGaze.Tests.Nn.Training;

public sealed class CurriculumTests
{
    [Theory]
    [InlineData(CurriculumShape.Constant, 0.0, 100)]
    [InlineData(CurriculumShape.Constant, 1.0, 100)]
    [InlineData(CurriculumShape.Linear, 0.0, 0)]
    [InlineData(CurriculumShape.Linear, 0.2, 0)]
    [InlineData(CurriculumShape.Linear, 0.3, 25)]
    [InlineData(CurriculumShape.Linear, 0.4, 50)]
    [InlineData(CurriculumShape.Linear, 0.6, 100)]
    [InlineData(CurriculumShape.Linear, 1.0, 100)]
    [InlineData(CurriculumShape.Cosine, 0.1, 0)]
    [InlineData(CurriculumShape.Cosine, 0.3, 14.644660940672622)]
    [InlineData(CurriculumShape.Cosine, 0.4, 50)]
    [InlineData(CurriculumShape.Cosine, 0.6, 100)]
    [InlineData(CurriculumShape.Step, 0.2, 0)]
    [InlineData(CurriculumShape.Step, 0.599, 0)]
    [InlineData(CurriculumShape.Step, 0.6, 100)]
    public void Between_a_fifth_and_three_fifths(string shape, double progress, double expected)
    {
        var spec = new CurriculumSpec(shape, From: 0.2, To: 0.6);

        Assert.Equal(expected, Curriculum.WeightAt(spec, 100, progress), 1e-10);
        Assert.Equal(-expected, Curriculum.WeightAt(spec, -100, progress), 1e-10);
    }

    [Theory]
    [InlineData(CurriculumShape.Linear)]
    [InlineData(CurriculumShape.Cosine)]
    [InlineData(CurriculumShape.Step)]
    public void A_course_whose_ends_meet_is_a_step(string shape)
    {
        var spec = new CurriculumSpec(shape, From: 0.5, To: 0.5);

        Assert.Equal([0, 50, 50], new[] { 0.499, 0.5, 1 }.Select(p => Curriculum.WeightAt(spec, 50, p)));
    }

    [Theory]
    [InlineData(CurriculumShape.Linear)]
    [InlineData(CurriculumShape.Cosine)]
    [InlineData(CurriculumShape.Step)]
    public void Nothing_of_a_negative_weight_is_plain_zero(string shape) =>
        Assert.Equal("0", Curriculum.WeightAt(new CurriculumSpec(shape, 0.2, 0.6), -100, 0).ToString());

    [Fact]
    public void By_default_it_rises_straight_over_the_first_fifth() =>
        Assert.Equal([0, 250, 500, 500], new[] { 0, 0.1, 0.2, 0.9 }.Select(p => Curriculum.WeightAt(new CurriculumSpec(), 500, p)));

    [Theory]
    [InlineData(0, 0.2, 100, double.NaN)]
    [InlineData(0, 0.2, 100, -0.1)]
    [InlineData(0, 0.2, 100, 1.1)]
    [InlineData(0, 0.2, double.NaN, 0.5)]
    [InlineData(0, 0.2, double.PositiveInfinity, 0.5)]
    [InlineData(double.NaN, 0.2, 100, 0.5)]
    [InlineData(0, double.NaN, 100, 0.5)]
    [InlineData(0.3, 0.2, 100, 0.5)]
    public void What_is_no_number_and_no_course_is_refused(double from, double to, double target, double progress) =>
        Assert.Throws<ArgumentException>(() => Curriculum.WeightAt(new CurriculumSpec(CurriculumShape.Linear, from, to), target, progress));
}
