using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Decoding;

namespace ActorGaze.Tests.Nn.Data.Folders;

/// <summary>Data sets with a training, a validation and a test folder.</summary>
public sealed class ThreeWayTests : IDisposable
{
    private readonly DataSetFolder _set = new();

    public void Dispose() => _set.Dispose();

    [Theory]
    [InlineData("train,val,test", EvaluateOn.Test, "train,test", "2 images in val are not read: data.evaluate-on = test.")]
    [InlineData("train,val,test", EvaluateOn.Val, "train,val", "2 images in test are not read: data.evaluate-on = val.")]
    [InlineData("Training,Validation,Testing", EvaluateOn.Val, "Training,Validation", "2 images in Testing are not read: data.evaluate-on = val.")]
    [InlineData("TRAIN,valid", EvaluateOn.Val, "TRAIN,valid", null)]
    [InlineData("train,test", EvaluateOn.Test, "train,test", null)]
    public void The_split_that_is_asked_for_is_evaluated_on_and_the_other_is_told(string folders, EvaluateOn evaluateOn, string read, string? told)
    {
        Make(folders);

        var list = ImageFolder.Scan(_set.Root, evaluateOn);

        Assert.Equal(read, $"{list.Train[0].Path.Split('/')[0]},{list.Test[0].Path.Split('/')[0]}");
        Assert.Equal(told is null ? [] : [told], list.Lines);
    }

    [Theory]
    [InlineData("train,val", EvaluateOn.Test, "has no test folder. It holds 'train', 'val'", "data.evaluate-on = val evaluates on 'val'.")]
    [InlineData("train,test", EvaluateOn.Val, "has no validation folder. It holds 'test', 'train'", "data.evaluate-on = test evaluates on 'test'.")]
    [InlineData("train,val,valid", EvaluateOn.Val, "has more than one validation folder: 'val', 'valid'", "A data set has one.")]
    public void A_split_that_is_not_there_is_told_with_the_key_that_helps(string folders, EvaluateOn evaluateOn, string words, string help)
    {
        Make(folders);

        var wrong = Assert.Throws<InvalidInputException>(() => ImageFolder.Scan(_set.Root, evaluateOn)).Message;

        Assert.Contains(words, wrong, StringComparison.Ordinal);
        Assert.EndsWith(help, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_split_has_a_decoded_copy_of_its_own_and_the_default_one_is_what_it_was()
    {
        Make("train,test");
        var two = _set.Prepare();
        Make("val");

        var (test, val) = (_set.Prepare(), Prepare(EvaluateOn.Val));

        Assert.Equal((two.ContentKey, two.CacheFile, false), (test.ContentKey, test.CacheFile, test.Decoded));
        Assert.NotEqual(test.ContentKey, val.ContentKey);
        Assert.Equal("validation", val.Counts[^1].Split);
        Assert.False(Prepare(EvaluateOn.Val).Decoded);
        Assert.False(_set.Prepare().Decoded);
    }

    private StoreInfo Prepare(EvaluateOn evaluateOn) =>
        ImageStore.Prepare(new DataSpec(_set.Root) { EvaluateOn = evaluateOn }, _set.Cache, null, Deadline.Token);

    private void Make(string folders)
    {
        foreach (var (n, folder) in folders.Split(',').Index())
            foreach (var (m, name) in new[] { "a", "b" }.Index()) _set.Put($"{folder}/{name}/0.png", TestImages.Plain(10 + (20 * n) + (5 * m) + folder.Length));
    }
}
