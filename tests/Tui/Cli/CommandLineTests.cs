using System.Text.Json;
using ActorGaze.Tui.Cli;
using ActorGaze.Tui.Rendering;
using ActorGaze.Tui.Terminal;

namespace ActorGaze.Tests.Tui.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorgaze-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bogus", "Unrecognized command or argument 'bogus'")]
    [InlineData("@bogus", "Unrecognized command or argument '@bogus'")]
    [InlineData("run", "Required argument 'SWEEP.conf' missing")]
    [InlineData("run /no/such.conf", "/no/such.conf: there is no such file")]
    [InlineData("run --set", "Required argument missing for option: '--set'")]
    [InlineData("ps", "no journal.db here")]
    [InlineData("ps --set training.epohcs=3", "--set: training.epohcs: there is no such key (found '3'). The nearest is training.epochs.")]
    [InlineData("ps --set log.level=loud", "--set: log.level: found 'loud'; allowed: one of verbose, debug")]
    [InlineData("show nothing", "no journal.db here")]
    [InlineData("events nothing", "no journal.db here")]
    [InlineData("report nothing", "no journal.db here")]
    [InlineData("results nothing", "no journal.db here")]
    [InlineData("cam nothing x.png", "no journal.db here")]
    [InlineData("cam nothing", "Required argument 'IMAGE' missing")]
    [InlineData("cam nothing x.png --epoch last", "Cannot parse argument 'last' for option '--epoch'")]
    [InlineData("results nothing --format excel", "--format: found 'excel'; allowed: csv, json, parquet.")]
    [InlineData("results nothing --format parquet", "--format: found 'parquet' with standard output on a terminal; allowed: --out FILE")]
    [InlineData("results nothing --out /no/such/file.csv", "/no/such/file.csv: the folder of this file is not there. Make it first.")]
    [InlineData("export", "Required command was not provided")]
    [InlineData("export parquet nothing x", "no journal.db here")]
    [InlineData("export tensorboard nothing", "Required argument 'DIR' missing")]
    [InlineData("export latex nothing", "no journal.db here")]
    [InlineData("export weights nothing /tmp", "FILE: found the folder /tmp; allowed: the path of a new file.")]
    [InlineData("export weights nothing x.safetensors --epoch last", "--epoch: found 'last'; allowed: best, newest, or an epoch from 1.")]
    [InlineData("results nothing --format csv --json", "--format: found 'csv' together with --json")]
    [InlineData("data check /no/such/folder", "There is no data set folder '/no/such/folder'")]
    [InlineData("data phantoms x --kind round", "--kind: found 'round'; allowed: localised, diffuse.")]
    [InlineData("data phantoms x --classes 9", "Phantoms come in 2 to 4 classes; 9 were asked for.")]
    [InlineData("data phantoms x --classes some", "Cannot parse argument 'some' for option '--classes'")]
    public async Task What_a_user_types_wrong_is_answered_with_a_sentence_and_status_2(string typed, string expected)
    {
        var (status, output, error) = await Type(typed.Split(' '));

        Assert.Equal(ExitStatus.WrongInput, status);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("config --help")]
    [InlineData("data --help")]
    public async Task Help_in_a_pipe_has_lines_that_people_can_read(string typed)
    {
        var (status, output, _) = await Type(typed.Split(' '));

        Assert.Equal(ExitStatus.Well, status);
        Assert.All(output.Split('\n'), line => Assert.True(line.Length < 300, line));
    }

    [Fact]
    public async Task What_is_named_from_outside_is_said_on_one_line_and_moves_no_cursor()
    {
        var (_, _, error) = await Type("show", "a\u001b[2J\nactorgaze: all is well\u202e");

        Assert.DoesNotContain(error.TrimEnd('\n'), c => char.IsControl(c) || c == '\u202e');
        Assert.Contains("\\u001B[2J\\nactorgaze: all is well\\u202E", (await Type("run", "a\u001b[2J\nactorgaze: all is well\u202e")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classes_of_any_name_stand_in_columns_and_are_told_apart()
    {
        string[] classes = ["漢字", "b\u001b[31m", "e\u0301", "\u00e9"];
        var data = Path.Combine(_folder, "data");
        await Type("data", "phantoms", Path.Combine(_folder, "phantoms"), "--classes", "2", "--train-per-class", "2", "--test-per-class", "1");
        foreach (var split in new[] { "Training", "Testing" })
            foreach (var name in classes)
            {
                var folder = Directory.CreateDirectory(Path.Combine(data, split, name)).FullName;
                var image = Directory.GetFiles(Path.Combine(_folder, "phantoms", split), "*.png", SearchOption.AllDirectories)[0];
                File.Copy(image, Path.Combine(folder, "1.png"));
            }

        var lines = (await Type("data", "check", data)).Output.Split('\n');

        var table = lines.SkipWhile(line => !line.StartsWith("class", StringComparison.Ordinal)).Take(5).ToArray();
        Assert.Single(table.Select(line => TextWidth.Of(line.TrimEnd())).Distinct());
        Assert.Contains(table, line => line.StartsWith("b\\u001B[31m ", StringComparison.Ordinal));
        Assert.Contains(table, line => line.StartsWith("e\u0301 (U+0065 U+0301) ", StringComparison.Ordinal));
        Assert.Contains(table, line => line.StartsWith("\u00e9 (U+00E9) ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_argument_that_no_file_can_have_is_wrong_input()
    {
        Assert.Equal(ExitStatus.WrongInput, (await Type("run", "a\0b")).Status);
        Assert.Equal(ExitStatus.WrongInput, (await Type("data", "check", "")).Status);
        Assert.Equal(ExitStatus.WrongInput, (await Type("ps", "--state", "")).Status);
    }

    [Fact]
    public async Task A_state_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        File.WriteAllText(Path.Combine(_folder, "s.conf"), "training.epochs = 1");

        var (status, _, error) = await Type("run", Path.Combine(_folder, "s.conf"), "--state", Path.Combine(file, "below"));

        Assert.Equal(ExitStatus.WrongInput, status);
        Assert.Contains($"{Path.Combine(file, "below")}: the state folder cannot be written", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweeps_run_together_have_names_and_one_engine()
    {
        var (a, b, c) = (Path.Combine(_folder, "a.conf"), Path.Combine(_folder, "b.conf"), Path.Combine(_folder, "c.conf"));
        File.WriteAllText(a, "sweep.name = x");
        File.WriteAllText(b, "sweep.name = x");
        File.WriteAllText(c, "engine.read-ahead = 2");

        Assert.Contains($"{b}: sweep.name: found 'x', which {a} has too", (await Type("run", a, b)).Error, StringComparison.Ordinal);
        Assert.Contains($"{c}: its engine, log, seq or metrics settings differ from those of {a}", (await Type("run", a, c)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_verb_at_all_shows_what_there_is()
    {
        var (status, output, _) = await Type();

        Assert.Equal(ExitStatus.Well, status);
        Assert.All(new[] { "run", "ps", "show", "events", "results", "report", "data", "doctor" }, verb => Assert.Contains($"\n  {verb} ", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_doctor_speaks_json_alone()
    {
        var (status, output, error) = await Type("doctor", "--json");

        using var json = JsonDocument.Parse(output);
        Assert.Equal(ExitStatus.Well, status);
        Assert.StartsWith("2.", json.RootElement.GetProperty("torch").GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.Equal(_folder, json.RootElement.GetProperty("state").GetProperty("folder").GetString());
        Assert.Empty(error);
    }

    [Fact]
    public async Task The_doctor_says_so_where_the_named_libtorch_is_none()
    {
        var (status, output, _) = await Type(["doctor"], new() { ["ACTORGAZE_LIBTORCH"] = _folder });

        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains($"found '{_folder}', which has no ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phantoms_are_drawn_and_pass_the_check_until_an_image_breaks()
    {
        var data = Path.Combine(_folder, "phantoms");

        Assert.Equal(ExitStatus.Well, (await Type("data", "phantoms", data, "--classes", "2", "--train-per-class", "2", "--test-per-class", "1")).Status);
        Assert.Equal(ExitStatus.Well, (await Type("data", "check", data)).Status);
        var image = Directory.GetFiles(Path.Combine(data, "Training"), "*.png", SearchOption.AllDirectories)[0];
        File.WriteAllText(image, "no image");
        var (status, output, _) = await Type("data", "check", data, "--json");

        Assert.Equal(ExitStatus.Failed, status);
        Assert.Equal(Path.GetRelativePath(data, image), JsonDocument.Parse(output).RootElement.GetProperty("unreadable")[0].GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("/a", "/b", "/x", "/h", "/a")]
    [InlineData(null, "/b", "/x", "/h", "/b")]
    [InlineData(null, null, "/x", "/h", "/x/actorgaze")]
    [InlineData(null, "", "relative", "/h", "/h/.local/state/actorgaze")]
    public void The_state_folder_is_asked_for_or_set_or_where_the_system_has_such(string? asked, string? state, string? xdg, string? home, string expected) =>
        Assert.Equal(expected, StatePath.Of(asked, name => name switch { "ACTORGAZE_STATE" => state, "XDG_STATE_HOME" => xdg, "HOME" => home, _ => null }));

    private Task<(int Status, string Output, string Error)> Type(params string[] args) => Type(args, []);

    private async Task<(int Status, string Output, string Error)> Type(string[] args, Dictionary<string, string> variables)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        variables["ACTORGAZE_STATE"] = _folder;
        var status = await CommandLine.RunAsync(args, new Surroundings(output, error, variables.GetValueOrDefault, TimeProvider.System, () => null));
        return (status, output.ToString(), error.ToString());
    }
}
