using System.Globalization;
using ActorGaze.Actors.Settings;
using ActorGaze.Actors.Storage;
using ActorGaze.Nn;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace ActorGaze.Tui.Logging;

/// <summary>The log: JSON lines in the state folder, and a Seq server where one is named.</summary>
internal static class Logs
{
    /// <summary>The source of what is told of Seq itself.</summary>
    public const string SeqSource = "ActorGaze.Seq";

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
            throw new InvalidInputException(
                $"{stateFolder}: the state folder cannot be written: {e.Message} --state or ACTORGAZE_STATE names another.", e);
        }

        var level = (LogEventLevel)settings.Log.Level;
        var log = new LoggerConfiguration().MinimumLevel.Is(level).Enrich.FromLogContext().Enrich.With<WhoseEvent>();
        if (settings.Seq.Url is not { } url) return new EngineLog(ToFiles(log, folder, settings.Log).CreateLogger(), null);

        var way = new WayToSeq();
        log.WriteTo.Seq(
            url.ToString(), apiKey: settings.Seq.ApiKey, bufferBaseFilename: Path.Combine(folder, "seq-buffer"),
            bufferSizeLimitBytes: settings.Seq.BufferBytes, messageHandler: way, formatProvider: CultureInfo.InvariantCulture);
        var logger = ToFiles(log, folder, settings.Log)
            .CreateLogger(); // closed last, so that they have what Seq answers to the last events
        Tell(
            way, url, logger.ForContext(Constants.SourceContextPropertyName, SeqSource),
            new SeqAnswers(SeqProbe.LastRefusal(stateFolder) is not null));
        return new EngineLog(logger, way) { Farewell = farewell ?? TimeSpan.FromSeconds(2) };
    }

    private static LoggerConfiguration ToFiles(LoggerConfiguration log, string folder, LogSettings settings) => log.WriteTo.File(
        new CompactJsonFormatter(), Path.Combine(folder, "actorgaze-.clef"), rollingInterval: RollingInterval.Day,
        fileSizeLimitBytes: settings.FileBytes, rollOnFileSizeLimit: true, retainedFileCountLimit: settings.FilesKept,
        retainedFileTimeLimit: settings.Keep);

    /// <summary>What Seq refuses stands in the log files, which the log screen and <c>doctor</c> read.</summary>
    private static void Tell(WayToSeq way, Uri url, ILogger log, SeqAnswers answers)
    {
        way.Answered = status =>
        {
            var (news, bad) = answers.Next(status);
            if (news && bad) log.Warning(
                "Seq at {Url} answers {Status}: {Meaning}. This is told once", SeqProbe.Name(url), SeqAnswers.Number(status),
                SeqAnswers.Meaning(status));
            else if (news) log.Information("Seq at {Url} takes events again", SeqProbe.Name(url));
        };
    }

    /// <summary>Writes down an exception nobody expected, and says where; never throws itself.</summary>
    public static string LastWords(string? stateFolder, Exception exception)
    {
        if (stateFolder is null)
            return $"Nothing more is known than its kind, {exception.GetType().Name}: there is no state folder to log to.";
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
