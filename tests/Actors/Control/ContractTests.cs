using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Control.Frames;
using ActorGaze.Actors.Engine;
using ActorGaze.Actors.Persistence;
using ActorGaze.Actors.Settings;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>docs/openapi.json is made from what the server serves, and describes all of it.</summary>
[Slow]
public sealed class ContractTests
{
    private static readonly string Approved = Path.Combine(Root(), "docs", "openapi.json");
    private static readonly JsonElement Contract = JsonDocument.Parse(File.ReadAllText(Approved)).RootElement;

    [Fact]
    public async Task The_document_is_what_the_routes_the_records_and_the_settings_say()
    {
        var folder = Directory.CreateTempSubdirectory("contract-").FullName;
        await using (var lab = await Lab.StartAsync(new LabSettings(folder), cancel: Deadline.Token))
        await using (var server = await ControlServer.StartAsync(lab, () => { }))
        {
            var made = await ContractDocument.MakeAsync(server.Endpoints, Deadline.Token);
            if (Environment.GetEnvironmentVariable("ACTORGAZE_WRITE_OPENAPI") == "1") File.WriteAllText(Approved, made);

            Assert.True(made == File.ReadAllText(Approved), "docs/openapi.json is not what the engine serves. ACTORGAZE_WRITE_OPENAPI=1 writes it anew.");
            var described = JsonDocument.Parse(made).RootElement.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));
            Assert.Equal(described.Order(StringComparer.Ordinal), server.Routes.Order(StringComparer.Ordinal));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Every_route_says_what_it_does()
    {
        var operations = Contract.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(method => method.Value).ToList();

        Assert.All(operations, operation => Assert.NotEmpty(operation.GetProperty("summary").GetString()!));
        Assert.All(operations, operation => Assert.True(operation.GetProperty("responses").TryGetProperty("200", out _)));
        Assert.All(
            operations.SelectMany(operation => operation.TryGetProperty("parameters", out var all) ? all.EnumerateArray() : []),
            parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
    }

    [Fact]
    public void Every_record_of_the_socket_is_described_with_the_fields_that_travel()
    {
        var records = typeof(EngineDto).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(EngineDto).Namespace && type.Name.EndsWith("Dto", StringComparison.Ordinal)).ToList();

        Assert.Equal(records.Select(ContractDocument.NameOf).Order(StringComparer.Ordinal), Contract.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).Order(StringComparer.Ordinal));
        foreach (var record in records)
        {
            var schema = Schema(ContractDocument.NameOf(record));
            var sent = DtoJson.Forgiving.GetTypeInfo(record).Properties.Where(p => p.Get is not null && p.Set is not null).Select(p => p.Name);
            Assert.Equal(sent.Order(StringComparer.Ordinal), schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
            Assert.NotEmpty(schema.GetProperty("description").GetString()!);
        }
    }

    [Fact]
    public void Every_setting_of_a_run_is_described_with_what_is_allowed_and_its_default()
    {
        foreach (var key in SweepKeys.OfEachRun.Concat(RunKeys.All))
        {
            var field = key.Json.Split('.').Aggregate(Schema("RunSpec"), (record, step) => Followed(record).GetProperty("properties").GetProperty(step));

            Assert.Equal(key.Kind is not (ValueOrWord<int> or ValueOrWord<double>), field.TryGetProperty("default", out _));
            Assert.True(
                new[] { "enum", "minimum", "exclusiveMinimum" }.Any(word => field.TryGetProperty(word, out _))
                || field.GetProperty("description").GetString()!.Contains(key.Kind.AllowedInSpec, StringComparison.Ordinal), key.Json);
        }
    }

    [Fact]
    public void The_contract_has_the_version_that_the_engine_tells() =>
        Assert.Equal(ControlContract.Version, Contract.GetProperty("info").GetProperty("version").GetString());

    [Theory]
    [InlineData("SweepSpec", "name", NameRule.LongestSweep)]
    [InlineData("RunSpec", "id", NameRule.LongestRun)]
    public void The_pattern_of_names_allows_what_their_rule_allows(string schema, string field, int longest)
    {
        var pattern = Schema(schema).GetProperty("properties").GetProperty(field).GetProperty("pattern").GetString()!;
        var names = Enumerable.Range(' ', 0x100).SelectMany(c => new[] { $"{(char)c}", $"a{(char)c}" }).Concat(["", new string('a', longest), new string('a', longest + 1)]);

        Assert.All(names, name => Assert.Equal(NameRule.Objection(name, longest) is null, Regex.IsMatch(name, pattern, RegexOptions.None, TimeSpan.FromSeconds(5))));
    }

    [Fact]
    public void Every_event_is_named_and_comes_back_as_it_was()
    {
        var named = Schema("Event").GetProperty("properties").GetProperty("event").GetProperty("enum");
        Assert.Equal(named.EnumerateArray().Select(n => n.GetString()!).Order(StringComparer.Ordinal), typeof(RunEvent).GetNestedTypes().Select(t => t.Name).Order(StringComparer.Ordinal));

        foreach (var happened in Samples.RunEvents)
        {
            var entry = new JournalEntry<RunEvent>(PersistenceIds.Of(new RunId("r1")), 7, happened);
            var sent = JsonSerializer.Deserialize<EventDto>(JsonSerializer.Serialize(EventDto.Of(entry), DtoJson.Forgiving), DtoJson.Forgiving)!;
            Assert.Equal((entry.SequenceNumber, happened.At, happened), (sent.SequenceNumber, sent.At, sent.ToEvent(new RunId("r1"))));
        }
    }

    private static JsonElement Schema(string name) => Contract.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private static JsonElement Followed(JsonElement schema) => schema.TryGetProperty("$ref", out var reference) ? Schema(reference.GetString()!.Split('/')[^1]) : schema;

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
