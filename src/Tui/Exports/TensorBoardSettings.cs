using System.Globalization;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Settings;
using ActorGaze.Tui.Reports;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tensorboard;

namespace ActorGaze.Tui.Exports;

/// <summary>A run's settings as TensorBoard's page HPARAMS reads them, so that runs are compared by λ or any other axis.</summary>
/// <remarks>
/// The messages are those of tensorboard/plugins/hparams/plugin_data.proto. No package has them, so their few fields are written by number:
/// HParamsPluginData { version = 1, session_start_info = 3, session_end_info = 4 }, SessionStartInfo { hparams = 1 (a map of text and
/// google.protobuf.Value), group_name = 4, start_time_secs = 5 }, SessionEndInfo { status = 1, end_time_secs = 2 }.
/// </remarks>
internal static class TensorBoardSettings
{
    private const string Plugin = "hparams";
    private const int Success = 1;
    private const int Failure = 2;
    private const int Running = 3;

    public static IEnumerable<Summary.Types.Value> Of(RunState run, RunTimes times)
    {
        yield return Value("_hparams_/session_start_info", 3, Start(run.Spec!, run.AcceptedPlugin, times));
        yield return Value("_hparams_/session_end_info", 4, End(run.Phase, times));
    }

    /// <summary>Every key that decides bits, and what the grid calls the run by.</summary>
    private static IEnumerable<(string Key, string Text)> Settings(RunSpec spec, string? accepted) =>
    [
        ("gaze-weight", spec.GazeWeight.ToString("R", CultureInfo.InvariantCulture)),
        ("trial", spec.Trial.ToString(CultureInfo.InvariantCulture)),
        ("network", spec.Network.ToString()),
        .. RunKeys.All.Select(key => (key.Path, string.Join(", ", key.Get(spec).Values))),
        .. PartSettings.Of(spec, accepted),
    ];

    private static byte[] Start(RunSpec spec, string? accepted, RunTimes times) => Message(output =>
    {
        foreach (var (key, text) in Settings(spec, accepted))
            Field(output, 1, Message(entry =>
            {
                entry.WriteTag(1, WireFormat.WireType.LengthDelimited);
                entry.WriteString(key);
                Field(entry, 2, AsValue(text).ToByteArray());
            }));
        output.WriteTag(4, WireFormat.WireType.LengthDelimited);
        output.WriteString(spec.Id.Value);
        output.WriteTag(5, WireFormat.WireType.Fixed64);
        output.WriteDouble(TensorBoardFile.Seconds(times.Began));
    });

    private static byte[] End(RunPhase phase, RunTimes times) => Message(output =>
    {
        output.WriteTag(1, WireFormat.WireType.Varint);
        output.WriteEnum(phase switch
        {
            RunPhase.Completed => Success,
            RunPhase.Failed or RunPhase.Cancelled => Failure,
            _ => Running,
        });
        output.WriteTag(2, WireFormat.WireType.Fixed64);
        output.WriteDouble(TensorBoardFile.Seconds(times.Ended));
    });

    private static Value AsValue(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Google.Protobuf.WellKnownTypes.Value.ForNumber(number)
            : Google.Protobuf.WellKnownTypes.Value.ForString(text);

    /// <summary>What the plug-in reads lies in the tag's metadata; the value itself is not looked at.</summary>
    private static Summary.Types.Value Value(string tag, int field, byte[] content) => new()
    {
        Tag = tag,
        Metadata = new SummaryMetadata
        {
            PluginData = new SummaryMetadata.Types.PluginData
            {
                PluginName = Plugin,
                Content = ByteString.CopyFrom(Message(output => Field(output, field, content))),
            },
        },
        Tensor = new TensorProto { Dtype = DataType.DtFloat, TensorShape = new TensorShapeProto(), FloatVal = { 0 } },
    };

    private static void Field(CodedOutputStream output, int number, byte[] content)
    {
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(content));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true)) write(output);
        return bytes.ToArray();
    }
}
