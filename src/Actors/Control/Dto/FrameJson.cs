using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Json;
using ActorGaze.Actors.Control.Frames;

namespace ActorGaze.Actors.Control.Dto;

/// <summary>
/// Frames as JSON: what <see cref="FrameDto"/> and <see cref="FrameChangeDto"/> read. A line goes from the frame to its bytes.
/// </summary>
internal static class FrameJson
{
    private const int LinesAtOnce = 256;

    private static readonly JsonWriterOptions Options = new() { Encoder = DtoJson.Forgiving.Encoder };

    /// <summary>Sends a frame while it is written.</summary>
    public static async Task SendAsync(PipeWriter to, Frame frame, CancellationToken cancel)
    {
        await using var json = new Utf8JsonWriter(to, Options);
        Begin(json, frame.Number, frame.At, null, frame.Machine, frame.Sweeps);
        for (var line = 0; line < frame.Runs.Length; line++)
        {
            RunLineDto.Write(json, frame.Runs[line]);
            if (line % LinesAtOnce != LinesAtOnce - 1) continue;
            await json.FlushAsync(cancel).ConfigureAwait(false);
            if ((await to.FlushAsync(cancel).ConfigureAwait(false)).IsCompleted) return; // whoever asked has gone
        }

        End(json, frame.Behind);
    }

    public static byte[] Of(FrameChange change) => Of(json =>
    {
        Begin(json, change.Number, change.At, change.Whole, change.Machine, change.Sweeps);
        foreach (var run in change.Runs) RunLineDto.Write(json, run);
        End(json, change.Behind);
    });

    /// <summary>What is written, in the socket's own way.</summary>
    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options)) write(json);
        return bytes.WrittenSpan.ToArray();
    }

    /// <param name="whole">Null in a frame, which always is.</param>
    private static void Begin(Utf8JsonWriter json, long number, DateTimeOffset at, bool? whole, MachineFacts machine,
        ImmutableArray<SweepLine> sweeps)
    {
        json.WriteStartObject();
        json.Put("number"u8, number);
        json.Put("at"u8, at);
        if (whole is { } all) json.WriteBoolean("whole"u8, all);
        json.WritePropertyName("machine"u8);
        MachineDto.Write(json, machine);
        json.WriteStartArray("sweeps"u8);
        foreach (var sweep in sweeps) SweepLineDto.Write(json, sweep);
        json.WriteEndArray();
        json.WriteStartArray("runs"u8);
    }

    private static void End(Utf8JsonWriter json, int behind)
    {
        json.WriteEndArray();
        json.Put("behind"u8, behind);
        json.WriteEndObject();
    }
}
