using System.Globalization;
using ActorGaze.Actors.Hosting;
using ActorGaze.Actors.Settings;
using ActorGaze.Nn;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace ActorGaze.Tui.Logging;

/// <summary>The log: JSON lines in the state folder, and a Seq server where one is named.</summary>
internal static class Logs
{
    /// <param name="farewell">How long Seq has for the last events when the log is closed; null: two seconds.</param>
    /// <exception cref="InvalidInputException">The folder cannot be written.</exception>
    public static EngineLog Open(string stateFolder, EngineSettings settings, TimeSpan? farewell = null)
    {
        var folder = new StateFolder(stateFolder).Logs;
        try
        {
            PrivateFiles.MakeFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{stateFolder}: the state folder cannot be written: {e.Message} --state or ACTORGAZE_STATE names another.", e);
        }

        var level = (LogEventLevel)settings.Log.Level;
        var log = new LoggerConfiguration().MinimumLevel.Is(level).Enrich.FromLogContext().Enrich.With<WhoseEvent>().WriteTo.File(
            new CompactJsonFormatter(), Path.Combine(folder, "actorgaze-.clef"), rollingInterval: RollingInterval.Day,
            fileSizeLimitBytes: settings.Log.FileBytes, rollOnFileSizeLimit: true, retainedFileCountLimit: settings.Log.FilesKept,
            retainedFileTimeLimit: settings.Log.Keep);
        if (settings.Seq.Url is not { } url) return new EngineLog(log.CreateLogger(), null);

        var way = new WayToSeq();
        log.WriteTo.Seq(
            url.ToString(), apiKey: settings.Seq.ApiKey, bufferBaseFilename: Path.Combine(folder, "seq-buffer"),
            bufferSizeLimitBytes: settings.Seq.BufferBytes, messageHandler: way, formatProvider: CultureInfo.InvariantCulture);
        return new EngineLog(log.CreateLogger(), way) { Farewell = farewell ?? TimeSpan.FromSeconds(2) };
    }

    /// <summary>Writes down an exception nobody expected, and says where; never throws itself.</summary>
    public static string LastWords(string? stateFolder, Exception exception)
    {
        if (stateFolder is null) return $"Nothing more is known than its kind, {exception.GetType().Name}: there is no state folder to log to.";
        try
        {
            using var log = Open(stateFolder, new EngineSettings()).Logger;
            log.Fatal(exception, "Something went wrong that should not have");
            return $"The whole of it is in {new StateFolder(stateFolder).Logs}.";
        }
        catch (InvalidInputException e)
        {
            return $"It could not be logged ({e.Message}); its kind is {exception.GetType().Name}.";
        }
    }
}
