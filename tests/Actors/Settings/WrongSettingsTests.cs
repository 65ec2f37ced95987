using ActorGaze.Actors.Settings;
using ActorGaze.Nn;

namespace ActorGaze.Tests.Actors.Settings;

public sealed class WrongSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-wrong-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("training.epochs = -3", "training.epochs: found '-3'; allowed: a whole number from 1 to 100000.")]
    [InlineData("training.epochs = 1.5", "training.epochs: found '1.5'; allowed: a whole number")]
    [InlineData("training.epochs =", "training.epochs: found nothing; allowed")]
    [InlineData("training.epochs = null", "training.epochs: found nothing; allowed")]
    [InlineData("training.epochs = []", "training.epochs: found []; allowed: a value, or a list of at least one")]
    [InlineData("training.batch-size = [16, 16]", "training.batch-size: found [16, 16]; allowed: each value once")]
    [InlineData("training.learning-rate = [1e-3, 0.001]", "training.learning-rate: found [1e-3, 0.001]; allowed: each value once")]
    [InlineData("training.batch-size = [16, x]", "training.batch-size: found 'x'; allowed: a whole number")]
    [InlineData("training.batch-size = [[16], 32]", "training.batch-size: found a list within a list; allowed")]
    [InlineData("training.learning-rate = 0", "training.learning-rate: found '0'; allowed: a number in (0, 10]")]
    [InlineData("sweep.gaze-weights = [NaN]", "sweep.gaze-weights: found 'NaN'; allowed: a number")]
    [InlineData("sweep.gaze-weights = [Infinity]", "sweep.gaze-weights: found 'Infinity'; allowed: a number")]
    [InlineData("sweep.gaze-weights = [1e999]", "sweep.gaze-weights: found '1e999'; allowed: a number")]
    [InlineData("sweep.gaze-weights = [50, 50.0]", "sweep.gaze-weights: found [50, 50.0]; allowed: each value once")]
    [InlineData("sweep.gaze-weights = [0, -0]", "sweep.gaze-weights: found [0, -0]; allowed: each value once")]
    [InlineData("sweep.gaze-weights = [0, 1e-9]", "sweep.gaze-weights: found [0, 1e-9]; allowed: values that differ in their first six decimals")]
    [InlineData("sweep.gaze-weights = []", "sweep.gaze-weights: found []; allowed: a list of at least one")]
    [InlineData("sweep { evaluation = analytic, gaze-weights = [0, 50] }", "sweep.gaze-weights: found [0, 50]; allowed: [0] where sweep.evaluation = analytic")]
    [InlineData("sweep.levels = [6]", "sweep.levels: found '6'; allowed: a whole number from 1 to 5")]
    [InlineData("sweep.levels = [1, 2, 1]", "sweep.levels: found [1, 2, 1]; allowed: each value once")]
    [InlineData("sweep.trials = 0", "sweep.trials: found '0'; allowed: a whole number from 1 to 1000")]
    [InlineData("sweep { trials = 1000, levels = [1,2,3,4,5], gaze-weights = [1,2,3] }", "sweep.trials: found '1000'; allowed: a grid of at most 10000 runs")]
    [InlineData("sweep.seed = [1, 2]", "sweep.seed: found [1, 2]; allowed: one whole number; sweep.trials")]
    [InlineData("sweep.seed = -1", "sweep.seed: found '-1'; allowed")]
    [InlineData("sweep.evaluation = analitic", "sweep.evaluation: found 'analitic'; allowed: one of analytic, learning")]
    [InlineData("sweep.name = \"a b\"", "sweep.name: found 'a b'; allowed: 1 to 80 of the ASCII letters")]
    [InlineData("sweep.name = \"-rf\"", "sweep.name: found '-rf'; allowed: 1 to 80 of the ASCII letters")]
    [InlineData("sweep.name = \"..\"", "sweep.name: found '..'; allowed: 1 to 80 of the ASCII letters")]
    [InlineData("sweep.name = ../up", "sweep.name: found '../up'; allowed: 1 to 80 of the ASCII letters")]
    [InlineData("sweep.data = no-such-folder", "sweep.data: found 'no-such-folder', and there is no folder")]
    [InlineData("sweep.data = phantoms", "sweep.data: found 'phantoms', and there is no folder")]
    [InlineData("sweep.data = \"${X}/a\"", "sweep.data: found '${X}/a'; allowed: a variable outside quotes")]
    [InlineData("sweep.data = ${ACTORGAZE_DATA}/x", "sweep.data: the environment variable ACTORGAZE_DATA is not set. Set ACTORGAZE_DATA, or say --set sweep.data=DIR.")]
    [InlineData("training.epochs = ${training}", "training.epochs: the environment variable training is not set. Set training, or say --set training.epochs=VALUE.")]
    [InlineData("data.validation = 1.5", "data.validation: found '1.5'; allowed: a number in [0, 1)")]
    [InlineData("data.on-bad-image = ignore", "data.on-bad-image: found 'ignore'; allowed: one of fail, skip")]
    [InlineData("data.depth = 10", "data.depth: found '10'; allowed: one of auto, 8, 12, 16.")]
    [InlineData("data.depth = twelve", "data.depth: found 'twelve'; allowed: one of auto, 8, 12, 16.")]
    [InlineData("data.side = 225", "data.side: found '225'; allowed: a multiple of 16 from 32 to 1024.")]
    [InlineData("data.channels = colour", "data.channels: found 'colour'; allowed: one of gray, rgb.")]
    [InlineData("data.mean = 1.5", "data.mean: found '1.5'; allowed: a number in [0, 1]; or, of images in colour, three in quotes, such as \"0.485 0.456 0.406\".")]
    [InlineData("data { channels = rgb, mean = \"0.5 0.5\" }", "data.mean: found '0.5 0.5'; allowed: a number in [0, 1]; or")]
    [InlineData("data.mean = \"0.485 0.456 0.406\"", "data.mean: found '0.485 0.456 0.406'; allowed: one number where data.channels = gray.")]
    [InlineData("data.deviation = \"0.2 0.3 0.4\"", "data.deviation: found '0.2 0.3 0.4'; allowed: one number where data.channels = gray.")]
    [InlineData("data { channels = rgb, mean = [0.485, 0.456, 0.406] }", "data.mean: found [0.485, 0.456, 0.406]; allowed: with data.channels = rgb, one value for each channel in quotes, \"0.485 0.456 0.406\"; a list")]
    [InlineData("data.evaluate-on = dev", "data.evaluate-on: found 'dev'; allowed: one of test, val.")]
    [InlineData("data { evaluate-on = val, validation = 0.1 }", "data.evaluate-on: found 'val'; allowed: test where data.validation is not 0: it is 0.1")]
    [InlineData("data.evaluate-on = val", "data.evaluate-on: found 'val'; allowed: test where sweep.data names phantoms.")]
    [InlineData("data.columns.label = [a, b]", "data.columns.label: found [a, b]; allowed: one name of a column.")]
    [InlineData("sweep.data = no-such.csv", "sweep.data: found 'no-such.csv', and there is no file")]
    [InlineData("gaze.distance = l3", "gaze.distance: found 'l3', and there is no such distance; known: cosine, emd, js, l1, l2, ssim. The nearest is l1. A distance of your own comes in an assembly that sweep.plugins names.")]
    [InlineData("gaze.distance = \"l 2\"", "gaze.distance: found 'l 2'; allowed: the name of a distance: cosine, emd, js, l1, l2, ssim, or one that sweep.plugins brings")]
    [InlineData("curriculum.shape = linaer", "curriculum.shape: found 'linaer', and there is no such curriculum; known: constant, cosine, linear, step. The nearest is linear.")]
    [InlineData("gaze.method = gradcam+", "gaze.method: found 'gradcam+', and there is no such CAM method; known: eigencam, gradcam, gradcam++, hirescam, layercam, scorecam. The nearest is")]
    [InlineData("gaze.reference = mean", "gaze.reference: found 'mean', and there is no such reference; known: batch, ema. The nearest is")]
    [InlineData("loss.term = area", "loss.term: found 'area', and there is no loss term at all. A loss term of your own comes in an assembly that sweep.plugins names.")]
    [InlineData("curriculum.form = 0.1", "curriculum.form: the curriculum 'linear' has no parameter. The nearest is curriculum.from.")]
    [InlineData("distance.delta = 1", "distance.delta: the distance 'l2' has no parameter.")]
    [InlineData("loss.delta = 1", "loss.delta: there is no loss term that could have it.")]
    [InlineData("sweep.gaze-weights = [0, 50]\ngaze.method = eigencam", "gaze.method: found 'eigencam'; allowed: a method that is differentiable where sweep.gaze-weights has another weight than 0; 'eigencam' is not")]
    [InlineData("loss { from = 0.5, to = 0.2 }", "loss.from: found '0.5'; allowed: at most loss.to, which is 0.2")]
    [InlineData("training.optimiser = rmsprop", "training.optimiser: found 'rmsprop'; allowed: one of adam, adamw, sgd")]
    [InlineData("training { optimiser = sgd, momentum = 0, nesterov = true }", "training.nesterov: found 'true'; allowed: false where training.momentum is 0")]
    [InlineData("training { schedule = cosine, warmup-epochs = 20 }", "training.warmup-epochs: found '20'; allowed: less than the 20 epochs of the cosine")]
    [InlineData("training.least-rate = 0.1", "training.least-rate: found '0.1'; allowed: at most training.learning-rate, which is 0.0001")]
    [InlineData("training.class-weights = [3, 0]", "training.class-weights: found '3, 0'; allowed: none, balanced, or a number for each class, such as [3, 1]; each is above 0")]
    [InlineData("training.class-weights = heavy", "training.class-weights: found 'heavy'; allowed: none, balanced")]
    [InlineData("training.weight-decay = -1", "training.weight-decay: found '-1'; allowed: a number in [0, 1], or auto")]
    [InlineData("gaze.normalise = l2", "gaze.normalise: found 'l2'; allowed: one of minmax, max, sum, none")]
    [InlineData("sweep.levels = [2], gaze.layer = grid9", "gaze.layer: found 'grid9'; allowed: for level2: target, block1, block2, block3, block4, grid28, grid7.")]
    [InlineData("sweep.levels = [2, 1], gaze.layer = [block4, target]", "gaze.layer: found [block4, target]; allowed: for level1: target, first, grid28, grid7.")]
    [InlineData("data.side = [224, 112], gaze.layer = [target, grid7]", "gaze.layer: found [target, grid7]; allowed: grid7 only where data.side is a multiple of 32, and it is 112.")]
    [InlineData("gaze.layer = \"a b\"", "gaze.layer: found 'a b'; allowed: target, or a stage of the network")]
    [InlineData("curriculum { from = 0.5, to = 0.2 }", "curriculum.from: found '0.5'; allowed: at most curriculum.to, which is 0.2")]
    [InlineData("engine.step.timeout = 10", "engine.step.timeout: found '10'; allowed: a duration from 1s to 7d")]
    [InlineData("engine.step.timeout = soon", "engine.step.timeout: found 'soon'; allowed: a duration")]
    [InlineData("engine.step.timeout = 0s", "engine.step.timeout: found '0s'; allowed: a duration")]
    [InlineData("engine.hold-slot = maybe", "engine.hold-slot: found 'maybe'; allowed: true or false")]
    [InlineData("engine.devices = [gpu]", "engine.devices: found 'gpu'; allowed: auto, cpu, or cuda:0")]
    [InlineData("engine.runs-at-once = 0", "engine.runs-at-once: found '0'; allowed: a whole number")]
    [InlineData("engine.runs-at-once { cpu = 0 }", "engine.runs-at-once: found { cpu=0 }; allowed: a whole number from 1 to 1024, or auto, or one for each device, such as { \"cuda:0\" = 4, cpu = 2 }.")]
    [InlineData("engine.runs-at-once { gpu = 1 }", "engine.runs-at-once: found { gpu=1 }; allowed: ")]
    [InlineData("engine.runs-at-once { auto = 1 }", "engine.runs-at-once: found { auto=1 }; allowed: ")]
    [InlineData("engine.worker-cpus = 3-1", "engine.worker-cpus: found '3-1'; allowed: all, or numbers and ranges such as 0-3,6")]
    [InlineData("engine.worker-nice = 20", "engine.worker-nice: found '20'; allowed: a whole number from 0 to 19")]
    [InlineData("engine.checkpoint.max-share = 2", "engine.checkpoint.max-share: found '2'; allowed: a number in [0, 1]")]
    [InlineData("log.file-size = 16", "log.file-size: found '16'; allowed: a size from 10kB")]
    [InlineData("log.keep = 5m", "log.keep: found '5m'; allowed: a duration from 1h to 3650d")]
    [InlineData("journal.url = \"postgresql://me:secret@db/j\"", "journal.url: found 'postgresql://me:…@db/j'; allowed: an address without a password: set PGPASSWORD")]
    [InlineData("journal.url = [\"postgresql://me:secret@db/j\"]", "journal.url: found [postgresql://me:…@db/j]; allowed: nothing, or an address such as postgresql://user@host/database")]
    [InlineData("journal.url = \"Host=db;Password=secret\"", "journal.url: found 'Host=db;Password=…'; allowed: nothing, or an address")]
    [InlineData("journal.url = \"postgresql://me@db/j?sslmode=on\"", "journal.url: found 'postgresql://me@db/j?sslmode=on'; allowed: sslmode as one of disable, ")]
    [InlineData("metrics.otlp.url = localhost", "metrics.otlp.url: found 'localhost'; allowed: nothing, or an address such as http://localhost:4318")]
    [InlineData("seq.url = localhost", "seq.url: found 'localhost'; allowed: nothing, or an address")]
    [InlineData("report.paper-correlations { 2 = 1.5 }", "report.paper-correlations.2: found '1.5'; allowed: a number in [-1, 1]")]
    [InlineData("sweep.data = [phantoms-diffuse, \".\"]\nphantoms.classes = [2, 3]", "phantoms.classes: found [2, 3]; allowed: a list only where sweep.data")]
    public void A_value_that_is_not_allowed_is_named_with_what_is(string text, string expected) => Assert.StartsWith($"{File}: {expected}", Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("training.epohcs = 5", "training.epohcs: there is no such key (found '5'). The nearest is training.epochs.")]
    [InlineData("epochs = 5", "epochs: there is no such key (found '5'). The nearest is training.epochs.")]
    [InlineData("sweep.lambda = 5", "sweep.lambda: there is no such key")]
    [InlineData("training.batchsize = 5", "training.batchsize: there is no such key (found '5'). The nearest is training.batch-size.")]
    [InlineData("checkpoint.max-share = 0.1", "checkpoint.max-share: there is no such key (found '0.1'). The nearest is engine.checkpoint.max-share.")]
    [InlineData("training = 5", "training: found '5' for a section; allowed: its keys epochs, batch-size")]
    [InlineData("training.epochs { x = 5 }", "training.epochs.x: there is no such key (found '5'). The nearest is training.epochs.")]
    [InlineData("actorgaze { training { epoch = 5 } }", "actorgaze.training.epoch: sweep files and --set leave the 'actorgaze.' out; write training.epochs.")]
    [InlineData("training.epochs += 5", "training.epochs +: there is no such key (found '5'). The nearest is training.epochs.")]
    public void A_key_that_does_not_exist_is_named_with_the_nearest_that_does(string text, string expected) => Assert.StartsWith($"{File}: {expected}", Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("a {\n\nb {", "line 3: found '{' that is never closed")]
    [InlineData("a {\n\n{", "line 3: found '{' and no key before it")]
    [InlineData("x = 1\n}", "line 2: found '}' without its partner")]
    [InlineData("x = [1, 2", "line 1: found '[' that is never closed")]
    [InlineData("x = [1}", "line 1: found '}' without its partner")]
    [InlineData("\nx = \"abc\ny = 1", "line 2: found a quote that is never closed")]
    [InlineData("x = ${a b}", "line 1: found '${' that no name")]
    [InlineData("x = ${", "line 1: found '${' that no name")]
    [InlineData("include \"other.conf\"", "line 1: found 'include \"other.conf\"', and one sweep is one file")]
    [InlineData("x = http://a", "line 1: found ':' in the value of x, without quotes around it; allowed: one setting a line, and quotes around such a value: x = \"http://a\".")]
    [InlineData("[1, 2]", "line 1: found '[' and no key before it")]
    [InlineData("x = \"\\q\"", "is not HOCON: Unknown escape code: q")]
    public void What_is_not_hocon_is_refused_with_its_line_where_that_is_known(string text, string expected) => Assert.StartsWith($"{File}: {expected}", Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("sweep.data = /data/set#2", "line 1: found '#' in the value of sweep.data, without quotes around it; allowed: quotes, such as \"/data/set#2\", or a space before a comment.")]
    [InlineData("training.epochs = 1\nsweep { data = /data//set }", "line 2: found '//' in the value of data, without quotes around it; allowed: quotes, such as \"/data//set\"")]
    [InlineData("sweep.data = ${ROOT}#2", "line 1: found '#' in the value of sweep.data")]
    [InlineData("sweep.data = #2", "line 1: found '#' in the value of sweep.data, without quotes around it; allowed: quotes, such as \"#2\"")]
    [InlineData("sweep.data = //server/set", "line 1: found '//' in the value of sweep.data, without quotes around it; allowed: quotes, such as \"//server/set\"")]
    [InlineData("sweep.levels = [1, 2#3]", "line 1: found '#' in a list, without quotes around it")]
    [InlineData("hello", "line 1: found 'hello' and no '=' behind it")]
    [InlineData("sweep.trials = 2\nhello\ntraining.epochs = 1", "line 2: found 'hello' and no '=' behind it")]
    [InlineData("sweep { hello }", "line 1: found 'hello' and no '=' behind it")]
    [InlineData("training.epochs", "line 1: found 'training.epochs' and no '=' behind it")]
    [InlineData("= 5", "line 1: found '=' and no key before it")]
    [InlineData("training.epochs = 3 training.batch-size = 4", "line 1: found '=' in the value of training.epochs, without quotes around it; allowed: one setting a line")]
    [InlineData("sweep.data = /data/a:b", "line 1: found ':' in the value of sweep.data")]
    [InlineData("\"sweep.data\" = /data", "line 1: found the key \"sweep.data\"; in quotes a dot parts nothing; allowed: the key without quotes, sweep.data.")]
    [InlineData("sweep { \"a.b\" = 1 }", "line 1: found the key \"a.b\"")]
    [InlineData("sweep.data = '/data/set'", "line 1: found a single quote around a value; allowed: double quotes")]
    [InlineData("{ training.epochs = 1 } trailing", "line 1: found 'trailing' behind the brackets around all settings")]
    [InlineData("sweep { trials = 1 } training.epochs = 2", "line 1: found 'training.epochs = 2' behind a closing bracket")]
    [InlineData("training.epochs = \u001b[31m5", "line 1: found the character U+001B, which no setting needs")]
    [InlineData("training.epochs\u00a0= 5", "line 1: found the invisible character U+00A0 outside quotes")]
    [InlineData("training.epochs = 5\u200b", "line 1: found the invisible character U+200B outside quotes")]
    [InlineData("", "found nothing, it is empty; allowed: at least one, such as sweep.data = phantoms-localised.")]
    [InlineData("# training.epochs = 3\n\n", "found no setting; allowed: at least one")]
    [InlineData("A.B = 1", "A.B: there is no such key (found '1'). Keys begin with sweep, network, report, data, phantoms, training, gaze, curriculum, loss, engine, journal, checkpoints, cluster, log, seq, metrics.")]
    [InlineData("Training.Epochs = 1", "Training.Epochs: there is no such key (found '1'). Keys are written in small letters: training.epochs.")]
    [InlineData("SWEEP.DTAA = 1", "SWEEP.DTAA: there is no such key (found '1'). The nearest is sweep.data.")]
    public void What_could_be_read_as_something_else_is_refused_with_a_sentence_that_is_true(string text, string expected) =>
        Assert.StartsWith($"{File}: {expected}", Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("training.epochs = 3 # three")]
    [InlineData("training.epochs = 3 // three")]
    [InlineData("training.epochs = 3\t#three")]
    [InlineData("#training.epochs = 4\n  // neither\ntraining.epochs = 3")]
    [InlineData("training { epochs = 3 } # three")]
    [InlineData("training { # begins\n epochs = 3 # three\n}#ends")]
    [InlineData("sweep.name = \"n\"# quoted\ntraining.epochs = 3")]
    [InlineData("sweep.levels = [1, # one\n 2 // two\n]\ntraining.epochs = 3")]
    [InlineData("{\"training\": {\"epochs\": 3}, \"sweep\": {\"levels\": [1]}}")]
    [InlineData("seq.url =\ntraining.epochs = 3")]
    [InlineData("seq.url = # none\ntraining.epochs = 3")]
    [InlineData("training =\n{\n epochs = 3\n}")]
    [InlineData("sweep.trials = 1, training.epochs = 3")]
    [InlineData("\r\ntraining.epochs = 3\r\n")]
    [InlineData("\ufefftraining.epochs = 3")]
    public void What_means_one_thing_is_read(string text)
    {
        System.IO.File.WriteAllText(File, text);

        Assert.Equal(3, SweepFile.Load(File, [], _ => null).Sweep.Runs[0].Epochs);
    }

    [Fact]
    public void A_file_that_is_no_utf8_is_refused_with_the_line_of_its_first_other_byte()
    {
        System.IO.File.WriteAllBytes(File, [.. "training.epochs = 1\n# \u00e9\nsweep.name = caf"u8, 0xE9, (byte)'\n']);
        Assert.Equal($"{File}: line 3: found the byte 0xE9, which is not UTF-8; allowed: UTF-8, which an editor's 'save as' offers.", Refused());

        System.IO.File.WriteAllText(File, "training.epochs = 1", System.Text.Encoding.Unicode);
        Assert.Equal($"{File}: found UTF-16; allowed: UTF-8, which an editor's 'save as' offers.", Refused());
    }

    [Fact]
    public void What_never_ends_is_read_no_further_than_a_settings_file_can_be_long()
    {
        Assert.Equal("/dev/zero: found more than 1000000 bytes; allowed: a sweep file of at most 1000000.", Assert.Throws<InvalidInputException>(() => SweepFile.Load("/dev/zero", [], _ => null)).Message);
        Assert.StartsWith("/dev/null: found nothing, it is empty", Assert.Throws<InvalidInputException>(() => SweepFile.Load("/dev/null", [], _ => null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_is_read_to_its_end_and_one_that_nobody_writes_to_is_not_waited_for()
    {
        await System.Diagnostics.Process.Start("mkfifo", File).WaitForExitAsync(Deadline.Token);
        Assert.StartsWith(
            $"{File}: found no end within 0.05 s, after 0 bytes (a pipe that nobody writes to, or a terminal)",
            Assert.Throws<InvalidInputException>(() => SettingsText.Read(File, TimeSpan.FromMilliseconds(50))).Message, StringComparison.Ordinal);

        var other = File + ".other"; // the first reader still waits for a writer
        await System.Diagnostics.Process.Start("mkfifo", other).WaitForExitAsync(Deadline.Token);
        var writing = Task.Run(() => System.IO.File.WriteAllText(other, "training.epochs = 3"), Deadline.Token);
        Assert.Equal("training.epochs = 3", SettingsText.Read(other, TimeSpan.FromMinutes(1)));
        await writing.WaitAsync(TimeSpan.FromMinutes(1), Deadline.Token);
    }

    [Theory]
    [InlineData("training.epochs", "--set: found 'training.epochs'; allowed: key=value")]
    [InlineData("=5", "--set: found '=5'; allowed: key=value")]
    [InlineData("training.epoch=5", "--set: training.epoch: there is no such key (found '5'). The nearest is training.epochs.")]
    [InlineData("training.epochs=x", "--set: training.epochs: found 'x'; allowed: a whole number")]
    [InlineData("sweep.gaze-weights=[]", "--set: sweep.gaze-weights: found []; allowed: a list of at least one")]
    [InlineData("sweep.levels=1,2", "--set: sweep.levels: found '1,2'; allowed: a whole number from 1 to 5")]
    [InlineData("sweep.data=", "--set: sweep.data: found nothing; allowed: a folder")]
    [InlineData("\"sweep.name\"=x", "--set: found the key \"sweep.name\"; allowed: a key without quotes")]
    [InlineData("sweep.data=[\"/a,b\", \"/c\"]", "--set: sweep.data: found '/a,b', and there is no folder /a,b")]
    [InlineData("sweep.data=/no/set#2", "--set: sweep.data: found '/no/set#2', and there is no folder")]
    [InlineData("A.B=1", "--set: A.B: there is no such key (found '1'). Keys begin with")]
    public void The_command_line_is_named_where_it_is_wrong(string set, string expected)
    {
        System.IO.File.WriteAllText(File, "sweep.trials = 1");

        var refusal = Assert.Throws<InvalidInputException>(() => SweepFile.Load(File, [set], _ => null));

        Assert.StartsWith(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_no_file_is_named()
    {
        Assert.Equal($"{File}: there is no such file; allowed: a sweep file.", Assert.Throws<InvalidInputException>(() => SweepFile.Load(File, [], _ => null)).Message);
        Assert.Equal($"{_folder}: found a folder; allowed: a sweep file.", Assert.Throws<InvalidInputException>(() => SweepFile.Load(_folder, [], _ => null)).Message);
        Assert.Throws<InvalidInputException>(() => SweepFile.Load("", [], _ => null));
        Assert.Throws<InvalidInputException>(() => SweepFile.Load("a\0b", [], _ => null));
    }

    private string File => Path.Combine(_folder, "wrong.conf");

    private string Refused() => Assert.Throws<InvalidInputException>(() => SweepFile.Load(File, [], _ => null)).Message;

    private string Refusal(string text)
    {
        System.IO.File.WriteAllText(File, text);
        return Assert.Throws<InvalidInputException>(() => SweepFile.Load(File, [], _ => null)).Message;
    }
}
