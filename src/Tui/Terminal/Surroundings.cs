using ActorGaze.Actors.Workers;

namespace ActorGaze.Tui.Terminal;

/// <summary>What the program sees of the world around it: its streams, variables, clock and terminal.</summary>
/// <param name="Out">Results. With <c>--json</c>, JSON alone.</param>
/// <param name="Error">Messages.</param>
/// <param name="Environment">The value of a variable; null where it is not set.</param>
/// <param name="Screen">The terminal's columns and rows; null where standard output is none.</param>
internal sealed record Surroundings(
    TextWriter Out, TextWriter Error, Func<string, string?> Environment, TimeProvider Clock, Func<(int Width, int Height)?> Screen)
{
    /// <summary>Reads a line that a person types; null where standard input is no terminal, so that nobody can be asked.</summary>
    public Func<string?>? Ask { get; init; }

    public static Surroundings OfThisProcess()
    {
        var output = ProcessOutput.OfThisProcess();
        return new(output.Out, output.Error, System.Environment.GetEnvironmentVariable, TimeProvider.System, SizeOfTerminal)
        {
            Output = output,
            Bytes = Console.IsOutputRedirected ? new DescriptorStream(Descriptor.StandardOutput) : null,
            Ask = Console.IsInputRedirected ? null : Console.ReadLine,
        };
    }

    /// <summary>How this program is started as a worker; null where it cannot be, and runs train in this process.</summary>
    public WorkerProgram? Worker { get; init; }

    /// <summary>How this program is started, without a verb; null where it cannot be.</summary>
    public WorkerProgram? Itself { get; init; }

    /// <summary>Reads what assemblies bring.</summary>
    public PluginReader Plugins { get; init; } = new(null);

    /// <summary>The queues behind <see cref="Out"/> and <see cref="Error"/>; null where they write at once.</summary>
    public ProcessOutput? Output { get; init; }

    /// <summary>Standard output for what is no text; null where it is a terminal. Either this or <see cref="Out"/> is written to.</summary>
    public Stream? Bytes { get; init; }

    /// <summary>Colours are for terminals whose user has not asked for none (no-color.org).</summary>
    public bool Colours => Screen() is not null && Environment("NO_COLOR") is null or "";

    /// <summary>Some of standard output is not taken by its reader yet: what can be told later is told later.</summary>
    public bool IsOutBehind => Output is { Out.IsBehind: true };

    /// <summary>The same for standard error.</summary>
    public bool IsErrorBehind => Output is { Error.IsBehind: true };

    /// <summary>Nobody reads standard output any more.</summary>
    public bool IsOutClosed => Output is { Out.IsClosed: true };

    /// <summary>80 × 24 where a terminal does not say; a dumb one cannot be drawn on.</summary>
    private static (int Width, int Height)? SizeOfTerminal()
    {
        if (Console.IsOutputRedirected || System.Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb") return null;
        try
        {
            return (Console.WindowWidth > 0 ? Console.WindowWidth : 80, Console.WindowHeight > 0 ? Console.WindowHeight : 24);
        }
        catch (IOException)
        {
            return (80, 24);
        }
    }
}
