using ActorGaze.Nn;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Phantoms;

public class PhantomTests
{
    private static readonly PhantomSpec Few = new(PhantomKind.Localised, PhantomBody.Head, 2, 2, 1);

    public static TheoryData<PhantomBody, PhantomKind> Every => new()
    {
        { PhantomBody.Head, PhantomKind.Localised }, { PhantomBody.Head, PhantomKind.Diffuse }, { PhantomBody.Chest, PhantomKind.Localised }, { PhantomBody.Chest, PhantomKind.Diffuse },
    };

    [Theory]
    [MemberData(nameof(Every))]
    public void A_phantom_is_a_function_of_its_spec_label_and_index(PhantomBody body, PhantomKind kind)
    {
        var spec = new PhantomSpec(kind, body);

        Assert.Equal(PhantomImages.Draw(spec, 1, 3).Pixels, PhantomImages.Draw(spec with { TrainPerClass = 7 }, 1, 3).Pixels);
        Assert.NotEqual(PhantomImages.Draw(spec, 1, 3).Pixels, PhantomImages.Draw(spec, 1, 4).Pixels);
        Assert.NotEqual(PhantomImages.Draw(spec, 1, 3).Pixels, PhantomImages.Draw(spec with { Seed = 2 }, 1, 3).Pixels);
    }

    [Fact]
    public async Task Two_who_draw_into_a_new_folder_at_once_do_not_refuse_each_other()
    {
        using var over = new CancellationTokenSource();
        await over.CancelAsync(); // nothing is drawn: the folder is claimed before
        var root = Directory.CreateTempSubdirectory("claims-").FullName;
        for (var n = 0; n < 300; n++)
        {
            using var together = new Barrier(2);
            var folder = Path.Combine(root, $"{n}");
            void Claim()
            {
                together.SignalAndWait(Deadline.Token);
                Assert.Throws<OperationCanceledException>(() => PhantomFolder.Write(folder, Few, cancellation: over.Token));
            }

            await Task.WhenAll(
                Task.Factory.StartNew(Claim, Deadline.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default),
                Task.Factory.StartNew(Claim, Deadline.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        Directory.Delete(root, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Every_class_but_none_has_a_lesion_that_shows(PhantomBody body, PhantomKind kind)
    {
        var spec = new PhantomSpec(kind, body);
        var names = spec.ClassNames();

        for (var label = 0; label < names.Length; label++)
        {
            var phantom = PhantomImages.Draw(spec, label, 0);
            var covered = phantom.Mask.Count(value => value == 255);

            Assert.Equal(224 * 224, covered + phantom.Mask.Count(value => value == 0));
            if (names[label] == "none") Assert.Equal(0, covered);
            else Assert.InRange(covered, 100, 5000);
        }
    }

    [Theory]
    [InlineData(PhantomBody.Head)]
    [InlineData(PhantomBody.Chest)]
    public void A_lesion_changes_the_image_where_its_mask_is_and_hardly_elsewhere(PhantomBody body)
    {
        // The two kinds share bodies and noise, so what differs between them is the lesion, here and there.
        var localised = PhantomImages.Draw(new PhantomSpec(PhantomKind.Localised, body), 0, 1);
        var diffuse = PhantomImages.Draw(new PhantomSpec(PhantomKind.Diffuse, body), 0, 1);

        double MeanChange(Func<int, bool> where) =>
            Enumerable.Range(0, localised.Pixels.Length).Where(where).Average(i => Math.Abs(localised.Pixels[i] - diffuse.Pixels[i]));

        Assert.True(MeanChange(i => localised.Mask[i] != diffuse.Mask[i]) > 20);
        Assert.True(MeanChange(i => localised.Mask[i] == 0 && diffuse.Mask[i] == 0) < 1);
    }

    [Theory]
    [InlineData(PhantomBody.Head)]
    [InlineData(PhantomBody.Chest)]
    public void A_localised_lesion_keeps_its_place_and_a_diffuse_one_does_not(PhantomBody body)
    {
        double Spread(PhantomKind kind, int label)
        {
            var centres = Enumerable.Range(0, 6).Select(index => Centre(PhantomImages.Draw(new PhantomSpec(kind, body), label, index).Mask)).ToArray();
            var (x, y) = (centres.Average(c => c.X), centres.Average(c => c.Y));
            return Math.Sqrt(centres.Average(c => Math.Pow(c.X - x, 2) + Math.Pow(c.Y - y, 2)));
        }

        Assert.InRange(Spread(PhantomKind.Localised, 1), 0, 12);
        Assert.InRange(Spread(PhantomKind.Diffuse, 1), 20, 112);
    }

    [Fact]
    public void Every_class_of_a_localised_head_has_another_place_and_all_lie_on_the_midline()
    {
        var spec = new PhantomSpec(PhantomKind.Localised);
        var centres = Enumerable.Range(0, 4).Where(label => spec.ClassNames()[label] != "none").Select(label => Centre(PhantomImages.Draw(spec, label, 0).Mask)).ToArray();

        Assert.All(centres, centre => Assert.InRange(centre.X, 98, 126));
        var heights = centres.Select(centre => centre.Y).Order().ToArray();
        Assert.True(heights[1] - heights[0] > 25 && heights[2] - heights[1] > 25);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 1, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public void A_count_out_of_its_range_is_refused(int classes, int train, int test) =>
        Assert.Throws<InvalidInputException>(() => PhantomImages.Draw(new PhantomSpec(PhantomKind.Diffuse, PhantomBody.Head, classes, train, test), 0, 0));

    [Fact]
    public void Written_phantoms_are_a_data_set_of_the_drawn_pixels_with_their_masks_beside()
    {
        using var set = new DataSetFolder();
        Write(set, Few);

        using var store = set.Open();

        Assert.Equal(["mass", "none"], store.Classes);
        Assert.Equal((4, 2), (store.TrainCount, store.TestCount));
        Assert.Equal(PhantomImages.Draw(Few, 0, 1).Pixels, store.Pixels(1));
        Assert.Equal(PhantomImages.Draw(Few, 1, 2).Pixels, store.Pixels(5));
        var mask = new byte[224 * 224];
        Assert.Null(ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(set.Root, "masks", store.RelativePath(1))), mask));
        Assert.Equal(PhantomImages.Draw(Few, 0, 1).Mask, mask);
    }

    [Fact]
    public void Writing_again_touches_nothing_and_finishes_what_was_interrupted()
    {
        using var set = new DataSetFolder();
        Write(set, Few);
        var kept = Path.Combine(set.Root, "Training/mass/mass-00001.png");
        var lost = Path.Combine(set.Root, "Testing/none/none-00002.png");
        var drawn = File.ReadAllBytes(lost);
        File.WriteAllBytes(kept, TestImages.Text);

        File.Delete(lost);
        File.WriteAllBytes(Path.Combine(set.Root, "masks/Training/none/none-00000.png"), []);
        Write(set, Few);

        Assert.Equal(TestImages.Text, File.ReadAllBytes(kept));
        Assert.Equal(drawn, File.ReadAllBytes(lost));
        Assert.NotEqual(0, new FileInfo(Path.Combine(set.Root, "masks/Training/none/none-00000.png")).Length);
    }

    [Fact]
    public void A_cancelled_drawing_goes_on_where_it_was()
    {
        using var set = new DataSetFolder();
        using var cancel = new CancellationTokenSource();
        var told = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => PhantomFolder.Write(set.Root, Few, new Reporter(_ => cancel.Cancel()), cancel.Token));
        PhantomFolder.Write(set.Root, Few, new Reporter(_ => Interlocked.Increment(ref told)), Deadline.Token);

        Assert.InRange(told, 1, 5);
        Assert.Equal(6, ImageFolder.Scan(set.Root) is var folder ? folder.Train.Length + folder.Test.Length : 0);
    }

    [Fact]
    public void Phantoms_of_another_spec_are_not_mixed_in()
    {
        using var set = new DataSetFolder();
        Write(set, Few);

        var fault = Assert.Throws<InvalidInputException>(() => Write(set, Few with { Seed = 2 }));

        Assert.Contains(set.Root, fault.Message);
        Assert.Contains("Seed = 1", fault.Message);
        Assert.Contains("Seed = 2", fault.Message);
    }

    [Fact]
    public void A_folder_of_something_else_is_left_alone()
    {
        using var set = DataSetFolder.OfTwoClasses();

        var fault = Assert.Throws<InvalidInputException>(() => Write(set, Few));

        Assert.Contains("is not empty", fault.Message);
        Assert.False(File.Exists(Path.Combine(set.Root, "phantoms.json")));
    }

    [Fact]
    public void A_damaged_spec_is_named()
    {
        using var set = new DataSetFolder();
        set.Put("phantoms.json", "{\"Drawing\":"u8.ToArray());

        Assert.Contains("is damaged", Assert.Throws<InvalidInputException>(() => Write(set, Few)).Message);
    }

    private static void Write(DataSetFolder set, PhantomSpec spec) => PhantomFolder.Write(set.Root, spec, null, Deadline.Token);

    private static (double X, double Y) Centre(byte[] mask)
    {
        var covered = Enumerable.Range(0, mask.Length).Where(i => mask[i] > 0).ToArray();
        return (covered.Average(i => i % 224), covered.Average(i => i / 224));
    }

    private sealed class Reporter(Action<PhantomProgress> told) : IProgress<PhantomProgress>
    {
        public void Report(PhantomProgress value) => told(value);
    }
}
