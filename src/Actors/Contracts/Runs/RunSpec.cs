using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorGaze.Nn;
using ActorGaze.Nn.Data.Batches;
using ActorGaze.Nn.Data.Decoding;
using ActorGaze.Nn.Data.Folders;
using ActorGaze.Nn.Data.Manifests;
using ActorGaze.Nn.Data.Phantoms;
using ActorGaze.Nn.Data.Store;
using ActorGaze.Nn.Gaze;
using ActorGaze.Nn.Parts;
using ActorGaze.Nn.Training;

namespace ActorGaze.Actors.Contracts.Runs;

/// <summary>Which gazes of an evaluation are kept.</summary>
public enum GazesKept
{
    /// <summary>Class means alone, in the journal.</summary>
    None,

    /// <summary>Those of every image too, in a file for each epoch.</summary>
    All,
}

/// <summary>In how many ways an evaluation reads its gazes.</summary>
public enum GazeReadingsTaken
{
    /// <summary>In the run's own way alone.</summary>
    None,

    /// <summary>With each normalisation, at the target layer, at grid7 and at grid28.</summary>
    All,
}

/// <summary>
/// Every setting that decides a run's bits. Two runs with equal specs (names aside) and equal images end with equal weights on the CPU.
/// </summary>
public sealed record RunSpec(RunId Id)
{
    public string Sweep { get; init; } = "";

    /// <summary>From 1. The same trial of another λ or network has the same seed, order and crops.</summary>
    public int Trial { get; init; } = 1;

    public long Seed { get; init; } = 1;

    [JsonIgnore]
    public NetworkSpec Network { get; init; } = NetworkSpec.OfLevel(2);

    /// <summary>
    /// How a network of the paper is written: by its number, as before there were others, so that its specs are the same texts for ever.
    /// </summary>
    [JsonInclude, JsonPropertyName("level")]
    internal int? WrittenLevel
    {
        get => Network.PaperLevel;
        init => Network = value is { } level ? NetworkSpec.OfLevel(level) : Network;
    }

    /// <summary>How any other network is written.</summary>
    [JsonInclude, JsonPropertyName("network")]
    internal NetworkSpec? WrittenNetwork
    {
        get => Network.PaperLevel is null ? Network : null;
        init => Network = value ?? Network;
    }

    /// <summary>
    /// A folder with a training and a test folder, the file of a manifest, or <c>phantoms-localised</c> or <c>phantoms-diffuse</c>.
    /// </summary>
    public string Data { get; init; } = PhantomNames.Localised;

    /// <summary>How phantoms are drawn where <see cref="Data"/> names them; null: as they come.</summary>
    public PhantomSpec? Phantoms { get; init; }

    /// <summary>Share of the training folder, in [0, 1), held back for evaluation; 0 evaluates on the test folder.</summary>
    public double Validation { get; init; }

    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    /// <summary>Bits that 16-bit images use. The default is not written: specs of versions without it stay what they were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PixelDepth Depth { get; init; } = PixelDepth.Auto;

    /// <summary>What the decoded images are like.</summary>
    [JsonIgnore]
    public ImageForm Form { get; init; } = ImageForm.Usual;

    /// <summary>The usual form is not written: specs of versions without others stay what they were.</summary>
    [JsonInclude, JsonPropertyName("form")]
    internal ImageForm? WrittenForm
    {
        get => Form.IsUsual ? null : Form;
        init => Form = value ?? ImageForm.Usual;
    }

    /// <summary>Which split is evaluated on where <see cref="Validation"/> is 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EvaluateOn EvaluateOn { get; init; }

    /// <summary>Leave out of the evaluation what is a training image too, by its decoded pixels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DropLeaked { get; init; }

    /// <summary>Which source reads the images; null: a folder is read as one, and a file as a manifest.</summary>
    public SourceSpec? Source { get; init; }

    /// <summary>What the columns of a manifest are called.</summary>
    [JsonIgnore]
    public ManifestColumns Columns { get; init; } = ManifestColumns.Usual;

    [JsonInclude, JsonPropertyName("columns")]
    internal ManifestColumns? WrittenColumns
    {
        get => Columns == ManifestColumns.Usual ? null : Columns;
        init => Columns = value ?? ManifestColumns.Usual;
    }

    public CropSpec Crops { get; init; } = new();

    public PixelScale Pixels { get; init; } = new();

    public int Epochs { get; init; } = 20;

    /// <summary>λ₀, from −1e9 to 1e9.</summary>
    public double GazeWeight { get; init; }

    public CurriculumSpec Curriculum { get; init; } = new();

    /// <summary>Epochs that the curriculum's shares are shares of; null: <see cref="Epochs"/>. Fix it to extend a run later.</summary>
    public int? CurriculumEpochs { get; init; }

    public GazeSpec Gaze { get; init; } = new();

    /// <summary>A term of the loss beside cross entropy and gaze loss.</summary>
    [JsonIgnore]
    public LossSpec Loss { get; init; } = new();

    /// <summary>How it is written where there is one: specs without it stay what they were.</summary>
    [JsonInclude, JsonPropertyName("loss")]
    internal LossSpec? WrittenLoss
    {
        get => Loss.Term is null ? null : Loss;
        init => Loss = value ?? Loss;
    }

    /// <summary>
    /// Which gazes are kept beside the checkpoints. It decides no bits. The default is not written: specs of versions without it stay what
    /// they were.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public GazesKept RecordGazes { get; init; } = GazesKept.None;

    /// <summary>Whether the gaze deviation is read in other ways too. It decides no bits. The default is not written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public GazeReadingsTaken Readings { get; init; } = GazeReadingsTaken.None;

    public TrainingSpec Training { get; init; } = new();

    /// <summary>Intra-op threads. Another number gives other bits.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Other grid axes by key, as text, for tables.</summary>
    public string Variant { get; init; } = "";

    /// <summary>
    /// Whether the images lie in a folder, or a manifest lists them. That is only their place: the same images in another one are the same
    /// data set.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasFolder => Path.IsPathRooted(Data);

    /// <summary>The assembly that brings parts of it; null: the program itself has them all.</summary>
    [JsonIgnore]
    public PluginRef? Plugin => this.Plugins().FirstOrDefault();

    /// <summary>What tables call the data set.</summary>
    [JsonIgnore]
    public string DataName => Path.GetFileName(Path.TrimEndingDirectorySeparator(Data));

    /// <summary>Which images of its data set it learns from, and which it is evaluated on.</summary>
    public DataSplit SplitOf(ImageStore store) => DataSplit.Of(store, Validation, DropLeaked);

    public RunSpec WithSeed(long seed) => this with { Id = new RunId($"{Id}-s{seed}"), Seed = seed };

    public RunSpec WithGazeWeight(double weight) =>
        this with { Id = new RunId(FormattableString.Invariant($"{Id}-w{weight:0.######}")), GazeWeight = weight };

    /// <summary>λ at a step: a pure function of how much of the run's epochs is done.</summary>
    public double WeightAt(TrainingPosition at, int stepsPerEpoch) =>
        ActorGaze.Nn.Training.Curriculum.WeightAt(Curriculum, GazeWeight, ProgressAt(at, stepsPerEpoch));

    /// <summary>The weight of the loss term at a step.</summary>
    public double LossWeightAt(TrainingPosition at, int stepsPerEpoch) =>
        Loss.Term is null ? 0 : ActorGaze.Nn.Training.Curriculum.WeightAt(Loss.Curriculum, Loss.Weight, ProgressAt(at, stepsPerEpoch));

    /// <summary>
    /// What decides the bits up to any epoch, and nothing else: without names, the number of epochs, the places of the images
    /// and of the assembly that brings its parts, and who read the images.
    /// </summary>
    /// <remarks>The images themselves decide the bits too. A checkpoint names them by their content.</remarks>
    public RunSpec ForBits() => (this with
    {
        Id = new RunId("any"),
        Sweep = "",
        Variant = "",
        Trial = 1,
        Epochs = 1,
        OnBadImage = OnBadImage.Fail,
        RecordGazes = GazesKept.None,
        Readings = GazeReadingsTaken.None,
        Data = HasFolder ? "" : Data,
        Columns = ManifestColumns.Usual,
        Source = null,
    }).WithPlugin(plugin => plugin with { File = "" });

    private double ProgressAt(TrainingPosition at, int stepsPerEpoch) =>
        Math.Min(1.0, (at.EpochsDone + ((double)at.StepsIntoNext / stepsPerEpoch)) / (CurriculumEpochs ?? Epochs));

    /// <summary>
    /// SHA-256, in lower-case hex, of <see cref="ForBits"/>. A version that has one more setting has another hash for the same bits: to be
    /// read, not compared.
    /// </summary>
    public string BitsHash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(ForBits(), Json.Options)));
}
