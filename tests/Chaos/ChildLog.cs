using Microsoft.Extensions.Logging;

namespace ActorGaze.Tests.Chaos;

/// <summary>A child's warnings and errors, with their stacks, in a file: what a difference is explained by.</summary>
internal sealed class ChildLog : ILoggerProvider
{
    private readonly StreamWriter _file;
    private readonly Lock _guard = new();

    public ChildLog(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        _file = new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        Factory = LoggerFactory.Create(to => to.AddProvider(this).SetMinimumLevel(LogLevel.Warning));
    }

    public ILoggerFactory Factory { get; }

    public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

    public void Dispose() => _file.Dispose();

    private sealed class Line(ChildLog log, string source) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            lock (log._guard) log._file.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel} {source}: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
        }
    }
}
