using ActorGaze.Nn.Data.Folders;

namespace ActorGaze.Tests.Nn.Data.Folders;

public sealed class MissingHalfTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("half-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("Training/a,Testing/a", null)]
    [InlineData("Testing/a", "Training")]
    [InlineData("Testing/a,Training", "Training")]
    [InlineData("test/a,masks/a", "train")]
    [InlineData("TRAIN/a", "TEST")]
    [InlineData("Train/a,other", "Test")]
    [InlineData("training/a,testing", "testing")]
    [InlineData("Train/a,Valid/a", null, EvaluateOn.Val)]
    [InlineData("Train/a,Valid/a,Test", null, EvaluateOn.Val)]
    [InlineData("valid/a", "train", EvaluateOn.Val)]
    [InlineData("Train/a,Valid", "Valid", EvaluateOn.Val)]
    [InlineData("Training/a,Testing/a", "Validation", EvaluateOn.Val)]
    [InlineData("Training/a,Validation/a", "Testing")]
    [InlineData("Training/a,Validation/a,Testing", "Testing")]
    [InlineData("Train/a,Valid", "Test")]
    [InlineData("other/a", null)]
    [InlineData("Training,other/a", null)]
    public void A_half_that_alone_is_not_there_is_named_as_the_other_would_have_it(string folders, string? missing, EvaluateOn evaluateOn = EvaluateOn.Test)
    {
        foreach (var folder in folders.Split(',')) Directory.CreateDirectory(Path.Combine(_root, folder));

        Assert.Equal(missing is null ? null : Path.Combine(_root, missing), ImageFolder.MissingHalf(_root, evaluateOn));
    }
}
