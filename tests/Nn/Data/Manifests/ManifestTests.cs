using System.Text;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Tests.Nn.Data.Decoding;
using ActorGaze.Tests.Nn.Data.Folders;
using Parquet;
using Parquet.Schema;

namespace ActorGaze.Tests.Nn.Data.Manifests;

/// <summary>Manifests as people have them: out of spreadsheets, pandas and Windows, with what is wrong in them.</summary>
public sealed class ManifestTests : IDisposable
{
    private const string Sound = "path,label,split,group\n0.png,a,train,p1\n1.png,b,train,p2\n2.png,a,test,p3\n3.png,b,test,\n";

    private readonly DataSetFolder _set = new();

    public ManifestTests()
    {
        for (var n = 0; n < 6; n++) _set.Put($"{n}.png", TestImages.Plain(20 * n));
    }

    public void Dispose() => _set.Dispose();

    [Fact]
    public void A_row_is_an_image_with_its_class_its_side_and_its_group()
    {
        var list = Read(Sound);

        Assert.Equal(["a", "b"], list.Classes);
        Assert.Equal([("0.png", 0, "p1"), ("1.png", 1, "p2")], list.Train.Select(file => (file.Path, file.Label, file.Group)));
        Assert.Equal([("2.png", 0, "p3"), ("3.png", 1, null)], list.Test.Select(file => (file.Path, file.Label, file.Group)));
        Assert.Empty(list.Lines);
    }

    [Theory]
    [InlineData("semicolons of a European spreadsheet", "path;label;split;group\r\n0.png;a;train;p1\r\n1.png;b;train;p2\r\n2.png;a;test;p3\r\n3.png;b;test;\r\n")]
    [InlineData("a byte order mark, a hint for spreadsheets and empty lines", "\uFEFFsep=;\npath;label;split;group\n0.png;a;train;p1\n\n1.png;b;train;p2\n2.png;a;test;p3\n3.png;b;test;\n\n")]
    [InlineData("tabs", "path\tlabel\tsplit\tgroup\n0.png\ta\ttrain\tp1\n1.png\tb\ttrain\tp2\n2.png\ta\ttest\tp3\n3.png\tb\ttest\t\n")]
    [InlineData("quotes, spaces, other cases, another order and more columns", "id,Split, Label ,\"Path\",group,note\n7,TRAIN,a,\"0.png\",p1,\"x, \"\"y\"\"\nz\"\n8, train ,b,./1.png,p2,\n9,Testing,a,2.png,p3,\n10,test,b,.\\3.png,,\n")]
    public void It_is_read_from(string what, string text)
    {
        Assert.NotEmpty(what);
        Assert.Equal(Told(Read(Sound)), Told(Read(text)));
    }

    [Fact]
    public void Utf16_is_read_and_a_text_that_is_neither_is_told()
    {
        Assert.Equal(Told(Read(Sound)), Told(Manifest.Read(Put("u.csv", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Sound)).ToArray()))));
        var latin = Encoding.Latin1.GetBytes(Sound.Replace(",a,", ",Läsion,", StringComparison.Ordinal));
        Assert.Contains("bytes after row", Assert.Throws<InvalidInputException>(() => Manifest.Read(Put("l.csv", latin))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty; allowed: a row for each image")]
    [InlineData("path,label,split\n", "has no row; allowed: a row for each image")]
    [InlineData("file,label,split\n0.png,a,train\n", "column 'path': there is none; found 'file', 'label', 'split'. data.columns.path says what the column is called")]
    [InlineData("path,labl,split\n0.png,a,train\n", "column 'label': there is none; found 'path', 'labl', 'split'. data.columns.label says what the column is called; the nearest is 'labl'")]
    [InlineData("path,label,label,split\n0.png,a,a,train\n", "column 'label': found 2 columns of that name; allowed: one")]
    [InlineData("path,label,split\n0.png,a,tst\n", "row 2, column 'split': found 'tst'; allowed: train or training; val, valid or validation; test or testing.")]
    [InlineData("path,label,split\n0.png,,train\n", "row 2, column 'label': found nothing; allowed: the name of a class")]
    [InlineData("path,label,split\n0.png,a/b,train\n", "row 2, column 'label': found 'a/b'; allowed: the name of a class, without '/'")]
    [InlineData("path,label,split\n ,a,train\n", "row 2, column 'path': found nothing; allowed: the path of an image")]
    [InlineData("path,label,split\n0.png,a,train\n1.png,b,test\n./0.png,b,test\n", "row 4, column 'path': found './0.png'; allowed: each image once (row 2 has it too)")]
    [InlineData("path,label,split\n0.png,a,train,rest\n", "row 2: found 4 values; allowed: 3, one for each column")]
    [InlineData("path,label,split\n0.png,a\n", "row 2: found 2 values; allowed: 3")]
    [InlineData("path,label,split\n0.png,\"a,train\n1.png,b,test\n", "row 2: found a quote")]
    [InlineData("path,label,split\n0.png,a,train\n1.png,a,test\n", "found one class only, 'a'; allowed: at least two classes")]
    [InlineData("path,label,split\n0.png,a,train\n1.png,b,train\n2.png,a,test\n", "class 'b': found 1 training and 0 test images; allowed: at least one of each (data.evaluate-on = test)")]
    [InlineData("path,label,split\n0.png,a,train\n1.png,b,train\n2.png,a,val\n3.png,b,valid\n", "data.evaluate-on = val evaluates on the other split")]
    [InlineData("path,label,split\nx/0.png,a,train\nx/1.png,b,train\nx/2.png,a,test\nx/3.png,b,test\n", "row 2: found 'x/0.png', and there is no file ")]
    public void What_is_wrong_is_named_with_file_row_and_column(string text, string words)
    {
        var file = Put("m.csv", Encoding.UTF8.GetBytes(text));

        var wrong = Assert.Throws<InvalidInputException>(() => Manifest.Read(file)).Message;

        Assert.Contains(words, wrong, StringComparison.Ordinal);
        Assert.Contains(file, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_faults_are_told_at_once_the_first_by_name()
    {
        var wrong = Assert.Throws<InvalidInputException>(() => Read("path,label,split\n" + string.Concat(Enumerable.Range(0, 9).Select(n => $"{n}.png,a,x\n")))).Message;

        Assert.Equal(1 + 5 + 1, ReasonText.Lines(wrong).Length);
        Assert.Contains("9 values are not allowed:", wrong, StringComparison.Ordinal);
        Assert.EndsWith("and 4 more", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_have_the_names_that_keys_give_them()
    {
        var columns = new ManifestColumns("image", "diagnosis", "fold", "patient");

        var list = Manifest.Read(Put("c.csv", Encoding.UTF8.GetBytes(Sound.Replace("path,label,split,group", "image,diagnosis,fold,patient", StringComparison.Ordinal))), columns);

        Assert.Equal(Told(Read(Sound)), Told(list));
        Assert.Contains("column 'patient': there is none", Assert.Throws<InvalidInputException>(() => Read(Sound.Replace("path,label,split", "image,diagnosis,fold", StringComparison.Ordinal), columns)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_on_both_sides_is_told_and_so_are_rows_that_are_not_read()
    {
        var list = Read("path,label,split,group\n0.png,a,train,p1\n1.png,b,train,p2\n2.png,a,test,p2\n3.png,b,test,p1\n4.png,b,val,p9\n");

        Assert.Equal(["a", "b"], Read("path,label,split\n0.png,a,train\n1.png,b,train\n2.png,a,test\n3.png,b,test\n4.png,c,val\n").Classes); // c is not read
        Assert.Equal(["p1", "p2"], list.GroupsOnBothSides);
        Assert.Equal(
            [
                "1 validation image is not read: data.evaluate-on = test.",
                "2 groups have training and test images, such as 'p1', 'p2': what is measured on the latter may be memory.",
            ], list.Lines);
    }

    [Fact]
    public async Task Parquet_says_the_same_with_texts_numbers_and_nulls()
    {
        var file = Path.Combine(_set.Root, "m.parquet");
        var schema = new ParquetSchema(new DataField<string>("path"), new DataField<long>("label"), new DataField<string>("split"), new DataField<int?>("group"));
        await using (var stream = File.Create(file))
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: Deadline.Token))
        {
            using var rows = writer.CreateRowGroup();
            var fields = schema.GetDataFields();
            await rows.WriteAsync(fields[0], new[] { "0.png", "1.png", "2.png", "3.png" });
            await rows.WriteAsync<long>(fields[1], new long[] { 0, 1, 0, 1 }, cancellationToken: Deadline.Token);
            await rows.WriteAsync(fields[2], new[] { "train", "train", "test", "test" });
            await rows.WriteAsync<int>(fields[3], new int?[] { 1, 2, 3, null }, cancellationToken: Deadline.Token);
        }

        var list = Manifest.Read(file);

        Assert.Equal(["0", "1"], list.Classes);
        Assert.Equal([("0.png", 0, "1"), ("1.png", 1, "2"), ("2.png", 0, "3"), ("3.png", 1, null)], list.Train.Concat(list.Test).Select(image => (image.Path, image.Label, image.Group)));
        Assert.Contains("column 'name': there is none", Assert.Throws<InvalidInputException>(() => Manifest.Read(file, new ManifestColumns(Path: "name"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.parquet", "cannot be read as Parquet")]
    [InlineData("x.xlsx", "is a file. A data set is a folder, or a manifest whose name ends in .csv, .tsv or .parquet")]
    public void A_file_that_is_none_is_told(string name, string words) =>
        Assert.Contains(words, Assert.Throws<InvalidInputException>(() => new DataSpec(Put(name, TestImages.Text)).List()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_manifest_of_a_folder_is_the_folder_to_the_bit_and_under_other_names_has_the_same_pictures()
    {
        using var folder = DataSetFolder.OfTwoClasses();
        var images = Directory.GetFiles(folder.Root, "*.png", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.Root, file)).ToArray();
        string Row(string path, string name) => $"{name},{path.Split('/')[1]},{path.Split('/')[0]}\n";
        folder.Put("list.csv", Encoding.UTF8.GetBytes("path,label,split\n" + string.Concat(images.Reverse().Select(path => Row(path, path)))));
        foreach (var path in images) folder.Put(path.Replace('/', '-'), File.ReadAllBytes(Path.Combine(folder.Root, path)));
        folder.Put("flat.csv", Encoding.UTF8.GetBytes("path,label,split\n" + string.Concat(images.Select(path => Row(path, path.Replace('/', '-'))))));

        var (whole, listed, flat) = (folder.Prepare(), Prepare(folder, "list.csv"), Prepare(folder, "flat.csv"));

        Assert.Equal((whole.ContentKey, whole.CacheFile, false), (listed.ContentKey, listed.CacheFile, listed.Decoded)); // the copy that is there is taken
        Assert.Equal(whole.Pictures, flat.Pictures);
        Assert.NotEqual(whole.ContentKey, flat.ContentKey);
    }

    [Fact]
    public void Another_label_or_another_group_is_another_content()
    {
        var keys = new[]
        {
            Sound, Sound.Replace("0.png,a,train,p1\n1.png,b", "0.png,b,train,p1\n1.png,a", StringComparison.Ordinal), Sound.Replace("p1", "p7", StringComparison.Ordinal),
        }.Select((text, n) =>
        {
            _set.Put($"{n}.csv", Encoding.UTF8.GetBytes(text));
            return Prepare(_set, $"{n}.csv");
        }).ToArray();

        Assert.Equal(3, keys.Select(store => store.ContentKey).Distinct().Count());
        Assert.Equal(3, keys.Select(store => store.Files).Distinct().Count());
        Assert.Equal(keys[0].Pictures, keys[2].Pictures);
        Assert.NotEqual(keys[0].Pictures, keys[1].Pictures);
    }

    [Fact]
    public void An_image_that_is_missing_is_named_or_left_out()
    {
        _set.Put("m.csv", Encoding.UTF8.GetBytes(Sound + "gone.png,a,train,\n"));

        Assert.Contains("gone.png: the file is gone", Assert.Throws<InvalidInputException>(() => Prepare(_set, "m.csv")).Message, StringComparison.Ordinal);
        Assert.Equal(["gone.png: the file is gone"], ImageStore.Prepare(new DataSpec(Path.Combine(_set.Root, "m.csv")) { OnBadImage = OnBadImage.Skip }, _set.Cache, null, Deadline.Token).Skipped);
    }

    [Theory]
    [InlineData(false, OnBadImage.Fail)]
    [InlineData(false, OnBadImage.Skip)]
    [InlineData(true, OnBadImage.Skip)]
    public void A_folder_of_images_that_is_away_as_a_whole_is_told_and_not_left_out(bool mountPoint, OnBadImage onBadImage)
    {
        _set.Put("m.csv", Encoding.UTF8.GetBytes(Sound + "far/p1/1.png,a,train,\nfar/p2/2.png,a,train,\n"));
        if (mountPoint) _set.PutFolder("far");

        var told = Assert.Throws<InvalidInputException>(() => ImageStore.Prepare(
            new DataSpec(Path.Combine(_set.Root, "m.csv")) { OnBadImage = onBadImage }, _set.Cache, null, Deadline.Token));

        Assert.Equal(Path.Combine(_set.Root, "far"), told.AbsentFolder);
        Assert.Equal($"{_set.Root}/m.csv: images of its list lie in {_set.Root}/far, which is not there, or is empty. Mount its disk; or take them off the list.", told.Message);
    }

    [Fact]
    public void An_empty_folder_in_a_folder_that_is_there_is_away_and_a_folder_that_was_deleted_there_is_not()
    {
        _set.Put("far/p1/1.png", TestImages.Plain(70)).Put("m.csv", Encoding.UTF8.GetBytes(Sound + "far/p1/1.png,a,train,\nfar/p2/2.png,a,train,\n"));
        StoreInfo Skipping() => ImageStore.Prepare(
            new DataSpec(Path.Combine(_set.Root, "m.csv")) { OnBadImage = OnBadImage.Skip }, _set.Cache, null, Deadline.Token);

        Assert.Equal(["far/p2/2.png: the file is gone"], Skipping().Skipped);
        _set.PutFolder("far/p2");
        Assert.Equal(Path.Combine(_set.Root, "far", "p2"), Assert.Throws<InvalidInputException>(Skipping).AbsentFolder);
    }

    private static StoreInfo Prepare(DataSetFolder set, string manifest) =>
        ImageStore.Prepare(new DataSpec(Path.Combine(set.Root, manifest)), set.Cache, null, Deadline.Token);

    private ImageListing Read(string text, ManifestColumns? columns = null) => Manifest.Read(Put("read.csv", Encoding.UTF8.GetBytes(text)), columns);

    private string Put(string name, byte[] bytes)
    {
        _set.Put(name, bytes);
        return Path.Combine(_set.Root, name);
    }

    private static IEnumerable<string> Told(ImageListing list) => list.Train.Select(file => $"train {file}").Concat(list.Test.Select(file => $"test {file}"));
}
