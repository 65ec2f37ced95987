using ActorGaze.Nn.Data.Batches;
using CsCheck;

namespace ActorGaze.Tests.Nn.Data.Batches;

public class CropTests
{
    private static readonly Gen<CropSpec> Specs =
        Gen.Select(Gen.Double[0.01, 1], Gen.Double[1, 5], Gen.Double[0, 1], (area, aspect, flip) => new CropSpec(area, aspect, flip));

    [Fact]
    public void A_crop_lies_in_its_image_and_in_its_spec() =>
        Gen.Select(Specs, Gen.Long, Gen.Int[0, 1000], Gen.Int[0, 100_000]).Sample((spec, seed, epoch, index) =>
        {
            var crop = Crops.For(spec, seed, epoch, index);
            var aspect = Math.Max(crop.Width, crop.Height) / Math.Min(crop.Width, crop.Height);
            return crop.X >= 0 && crop.Y >= 0 && crop.Width > 0 && crop.Height > 0 && crop.X + crop.Width <= 1 + 1e-12 && crop.Y + crop.Height <= 1 + 1e-12
                && crop.Width * crop.Height >= spec.MinArea - 1e-12 && aspect <= spec.MaxAspect + 1e-12;
        });

    [Fact]
    public void A_spec_without_variation_leaves_the_image_as_it_is() =>
        Gen.Select(Gen.Long, Gen.Int, Gen.Int).Sample((seed, epoch, index) => Crops.For(new CropSpec(1, 1, 0), seed, epoch, index) == Crop.Whole);

    [Fact]
    public void A_crop_is_what_it_always_was()
    {
        var crop = Crops.For(new CropSpec(), 42, 3, 1234);

        Assert.Equal(new Crop(0.03826172826825663, 0.006549670784858894, 0.9510892624417725, 0.9438308390423168, false), crop);
    }

    [Fact]
    public void Seed_epoch_and_index_each_make_another_crop()
    {
        Crop At(long seed, int epoch, int index) => Crops.For(new CropSpec(), seed, epoch, index);

        Assert.Equal(4, new[] { At(1, 1, 1), At(2, 1, 1), At(1, 2, 1), At(1, 1, 2) }.Distinct().Count());
    }

    [Fact]
    public void Flips_are_as_frequent_as_asked_for_and_lying_crops_as_frequent_as_standing_ones()
    {
        var crops = Enumerable.Range(0, 10_000).Select(index => Crops.For(new CropSpec(0.5, 1.3, 0.25), 1, 1, index)).ToArray();

        Assert.InRange(crops.Count(crop => crop.Flip), 2_280, 2_720);
        Assert.InRange(crops.Count(crop => crop.Width > crop.Height), 4_750, 5_250);
        Assert.InRange(crops.Average(crop => crop.Width * crop.Height), 0.74, 0.76);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1.1, 1, 0)]
    [InlineData(1, 0.9, 0)]
    [InlineData(1, double.NaN, 0)]
    [InlineData(1, 1, -0.1)]
    [InlineData(1, 1, 1.1)]
    public void A_spec_out_of_its_ranges_is_refused(double area, double aspect, double flip) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Crops.For(new CropSpec(area, aspect, flip), 1, 1, 1));
}
