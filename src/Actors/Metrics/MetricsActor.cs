using ActorGaze.Actors.Images;
using ActorGaze.Actors.Runs;
using ActorGaze.Actors.Sweeps;
using Akka.Actor;
using Akka.Event;
using Microsoft.Data.Sqlite;

namespace ActorGaze.Actors.Metrics;

/// <summary>Answered with a <see cref="Scoreboard"/>.</summary>
public sealed record WhatIsTheScore;

/// <summary>Folds what everyone says into the scoreboard, and into metrics.db.</summary>
public sealed class MetricsActor : ReceiveActor
{
    private readonly string _file;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private Scoreboard _score = Scoreboard.Empty;
    private MetricsDatabase? _database;

    public MetricsActor(string file)
    {
        _file = file;
        Receive<SweepStands>(stands => _score = _score.With(stands.Spec));
        Receive<SweepRefused>(refused => _score = _score.With(refused));
        Receive<RunStands>(stands =>
        {
            _score = _score.With(stands.State, stands.Waiting, stands.Refusal);
            Project(stands);
        });
        Receive<ImagesProgress>(progress => _score = _score.With(progress));
        Receive<RunStranded>(run => _score = _score.With(run));
        Receive<RunProgress>(progress => _score = _score.With(progress));
        Receive<WhatIsTheScore>(_ => Sender.Tell(_score));
    }

    public static Props Props(string file) => Akka.Actor.Props.Create(() => new MetricsActor(file));

    protected override void PreStart() => _database = Open();

    protected override void PostStop() => _database?.Dispose();

    /// <summary>What cannot be written now is written with the run's next word, or at the next start: each is told whole.</summary>
    private void Project(RunStands stands)
    {
        try
        {
            _database ??= Open();
            _database?.Write(stands.State, stands.SequenceNumber);
        }
        catch (SqliteException e)
        {
            _log.Warning("metrics.db could not be written ({Reason}); it is brought up to date later", e.Message);
            _database?.Dispose();
            _database = null;
        }
    }

    private MetricsDatabase? Open()
    {
        try
        {
            return MetricsDatabase.Open(_file);
        }
        catch (SqliteException e)
        {
            _log.Warning("metrics.db cannot be opened: {Reason}", e.Message);
            return null;
        }
    }
}
