using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ActorGaze.Actors.Contracts;
using ActorGaze.Actors.Contracts.Runs;
using ActorGaze.Actors.Control.Dto;
using ActorGaze.Actors.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;

namespace ActorGaze.Tests.Actors.Control;

/// <summary>Makes docs/openapi.json from the server's endpoints, the records that travel, and the table of settings.</summary>
internal static class ContractDocument
{
    private const string Name = "v1";

    private const string About =
        "HTTP/1.1 over the Unix socket engine.sock in the state folder, for the engine's own user alone. "
        + "Example: curl --unix-socket ~/.local/state/actorgaze/engine.sock http://engine/v1/scoreboard. "
        + "A figure that is not there is left out; one that is not finite is the string NaN, Infinity or -Infinity in a number's place. "
        + "The version is the contract's: its first number rises where an older reader would misread, the second where something was added. "
        + "A reader ignores fields that it does not know, and shows words that it does not know as they are; "
        + "the engine refuses fields that it does not know in what is handed in.";

    /// <summary>Schemas that are not called as their records are.</summary>
    private static readonly Dictionary<Type, string> OtherNames = new()
    {
        [typeof(EngineDto)] = "EngineFacts", [typeof(MachineDto)] = "MachineFacts", [typeof(DeviceDto)] = "DeviceFacts", [typeof(CensusDto)] = "CensusNode", [typeof(WaitingDto)] = "Waiting", [typeof(WorkersDto)] = "Workers", [typeof(ImagesProgressDto)] = "ImagesProgress",
        [typeof(SweepDto)] = "SweepSpec", [typeof(RunDto)] = "RunState",
    };

    /// <summary>The settings that a sweep carries, by the record that has them and their field in it.</summary>
    private static readonly Dictionary<(Type Record, string Field), Key> Carried = SweepKeys.OfEachRun.Concat(RunKeys.All).ToDictionary(key => PlaceOf(key.Json), Key (key) => key);

    /// <summary>What a schema of a record is called.</summary>
    public static string NameOf(Type record) => OtherNames.GetValueOrDefault(record) ?? record.Name[..^"Dto".Length];

    /// <summary>The document, indented, with a line's end at its end.</summary>
    public static async Task<string> MakeAsync(IReadOnlyList<Endpoint> endpoints, CancellationToken cancel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = DtoJson.Forgiving.PropertyNamingPolicy;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict; // the words for what is not finite are said once, above
        });
        builder.Services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = json => json.Type.Name.EndsWith("Dto", StringComparison.Ordinal) ? NameOf(json.Type) : null;
            options.AddSchemaTransformer((schema, context, _) => Done(() => Describe(schema, context)));
            options.AddOperationTransformer((operation, context, _) => Done(() => Describe(operation, context)));
            options.AddDocumentTransformer((document, _, _) => Done(() =>
            {
                document.Info = new OpenApiInfo { Title = "ActorGaze engine", Version = ControlContract.Version, Description = About };
                document.Tags = null;
            }));
        });
        builder.Services.AddSingleton<EndpointDataSource>(new DefaultEndpointDataSource(endpoints));
        using var host = builder.Build();
        var made = await host.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancel);
        return await made.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancel) + "\n";
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    /// <summary>What the answers of a route mean; the package leaves it out.</summary>
    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        operation.Tags?.Clear();
        foreach (var answer in context.Description.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>())
            operation.Responses![answer.StatusCode.ToString(CultureInfo.InvariantCulture)].Description = answer.Description ?? ReasonPhrases.GetReasonPhrase(answer.StatusCode);
    }

    private static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var isFigureOfList = context.JsonPropertyInfo is null && context.JsonTypeInfo.Type == typeof(double?);
        if (!isFigureOfList) schema.Type &= ~JsonSchemaType.Null; // a field is left out rather than null
        schema.Metadata?.Remove("x-is-nullable-property");
        if (schema.Type?.HasFlag(JsonSchemaType.String) != true) schema.Format = null;
        if (WordsOf(context) is { } words) schema.Enum = [.. words.Select(word => JsonValue.Create(word))];
        if (context.JsonPropertyInfo is not { } field) return;

        if (Carried.TryGetValue((field.DeclaringType, field.Name), out var key)) Describe(schema, key);
        switch ((field.DeclaringType.Name, field.Name))
        {
            case (nameof(SweepDto), "evaluation"):
                Describe(schema, SweepKeys.All.Single(one => one.Path == "sweep.evaluation"));
                break;
            case (nameof(SweepDto), "name"):
                schema.Pattern = PatternOf(NameRule.LongestSweep);
                break;
            case (nameof(SweepDto), "runs"):
                (schema.MinItems, schema.MaxItems) = (1, SweepKeys.MostRuns);
                break;
            case (nameof(SweepDto), "paperCorrelations"):
                SetRange((OpenApiSchema)schema.AdditionalProperties!, SweepKeys.Correlation);
                break;
            case (nameof(RunSpecDto), "id"):
                schema.Pattern = PatternOf(NameRule.LongestRun);
                break;
            case (nameof(EventDto), "event"):
                schema.Enum = [.. typeof(RunEvent).GetNestedTypes().Select(type => JsonValue.Create(type.Name))];
                break;
        }
    }

    /// <summary>Names as <see cref="NameRule"/> allows them.</summary>
    private static string PatternOf(int longest) => FormattableString.Invariant($"^[A-Za-z0-9_][A-Za-z0-9_+=.-]{{0,{longest - 1}}}$");

    /// <summary>The words of a field or parameter whose text is one of several; null for any other.</summary>
    private static IEnumerable<string>? WordsOf(OpenApiSchemaTransformerContext context)
    {
        var attributes = context.JsonPropertyInfo?.AttributeProvider
            ?? (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;
        return attributes?.GetCustomAttributes(typeof(EnumDataTypeAttribute), inherit: false) is [EnumDataTypeAttribute { EnumType: var type }]
            ? (IEnumerable<string>)typeof(EnumWords).GetMethod(nameof(EnumWords.All))!.MakeGenericMethod(type).Invoke(null, null)!
            : null;
    }

    /// <summary>What the table says of a setting: its range, its words, its default, its unit and its reason.</summary>
    private static void Describe(OpenApiSchema schema, Key key)
    {
        var (kind, leftOut) = key.Kind switch
        {
            ValueOrWord<int> either => (either.Inner, $" Left out: {either.Word}."),
            ValueOrWord<double> either => (either.Inner, $" Left out: {either.Word}."),
            var only => (only, ""),
        };
        var known = SetRange(schema, kind) || !kind.Choices.IsEmpty;
        if (!kind.Choices.IsEmpty) schema.Enum = [.. kind.Choices.Select(word => JsonValue.Create(word))];
        if (leftOut.Length == 0) schema.Default = schema.Type == JsonSchemaType.String ? JsonValue.Create(key.Default.Values[0]) : JsonNode.Parse(key.Default.Values[0]);
        if (key.Reason.Length > 0) schema.Description = $"{InJson(key.Reason)}{(known ? "" : $" Allowed: {kind.AllowedInSpec}.")}{(key.Unit.Length == 0 ? "" : $" Unit: {key.Unit}.")}{leftOut}";
    }

    /// <summary>A text of the table, with settings called by their places in a sweep.</summary>
    private static string InJson(string text) => RunKeys.All.OrderByDescending(key => key.Path.Length).Aggregate(text, (now, key) => now.Replace(key.Path, $"runs[].{key.Json}", StringComparison.Ordinal));

    /// <summary>False where the kind is no number.</summary>
    private static bool SetRange(OpenApiSchema schema, ValueKind kind)
    {
        switch (kind)
        {
            case Whole<int> whole:
                (schema.Minimum, schema.Maximum) = (whole.Format(whole.Least), whole.Format(whole.Most));
                return true;
            case Whole<long> whole:
                (schema.Minimum, schema.Maximum) = (whole.Format(whole.Least), whole.Format(whole.Most));
                return true;
            case Real { Range: var range } real:
                (schema.Minimum, schema.ExclusiveMinimum) = range.WithoutLeast ? (null, real.Format(range.Least)) : (real.Format(range.Least), (string?)null);
                (schema.Maximum, schema.ExclusiveMaximum) = range.WithoutMost ? (null, real.Format(range.Most)) : (real.Format(range.Most), (string?)null);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The record that has the last field of a path from <see cref="RunSpecDto"/>.</summary>
    private static (Type Record, string Field) PlaceOf(string path)
    {
        var steps = path.Split('.');
        return (steps[..^1].Aggregate(typeof(RunSpecDto), (record, step) => record.GetProperties().Single(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name) == step).PropertyType), steps[^1]);
    }
}
