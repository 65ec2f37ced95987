using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using ActorGaze.Nn;
using Akka.Actor;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Logging;

namespace ActorGaze.Actors.Control;

/// <summary>What every request goes through: whatever goes wrong with it becomes an answer.</summary>
internal static class GuardedRequests
{
    /// <summary>Lets a request be answered, and says what went wrong where one was not.</summary>
    public static async Task AnswerAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { HasStarted: false, ContentLength: null, StatusCode: >= 400 and var status })
            {
                var why = UnreadParameters(context) ?? $"{context.Request.Method} {context.Request.Path} is nothing this engine knows; "
                    + "/v1/openapi.json describes what is.";
                await ControlRoutes.Problem(status, why).ExecuteAsync(context).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // whoever asked has gone
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var (status, why) = e switch
            {
                BadHttpRequestException bad => (bad.StatusCode, bad.Message),
                InvalidInputException => (422, e.Message),
                PreventedException or IOException or UnauthorizedAccessException => (507, e.Message),
                AskTimeoutException => (503, "The engine is too busy to answer; try again in a moment."),
                _ => (500, "Something went wrong that should not have; the engine's log has it."),
            };
            if (status == 500) log.LogError(e, "{Method} {Path} went wrong", context.Request.Method, context.Request.Path);
            await ControlRoutes.Problem(status, why).ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>Names the parameters of a route that cannot be read; null where there are none. An empty one is as good as none.</summary>
    private static string? UnreadParameters(HttpContext context)
    {
        var objections =
            from parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? []
            let found = context.Request.Query[parameter.Name].ToString()
            where parameter.HasTryParse && found.Length > 0
            let allowed = Allowed(parameter.ParameterInfo, found)
            where allowed is not null
            select $"{parameter.Name}: found '{found}'; allowed: {allowed}.";
        return objections.ToList() is { Count: > 0 } told ? string.Join(' ', told) : null;
    }

    /// <summary>What a parameter may be; null where the text found can be read.</summary>
    private static string? Allowed(ParameterInfo parameter, string found)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(bool)) return bool.TryParse(found, out _) ? null : "true or false";
        if (type != typeof(int)) throw new NotSupportedException($"{parameter.Name}: what is allowed of a {type} is not told here yet.");
        return int.TryParse(found, CultureInfo.InvariantCulture, out _) ? null
            : parameter.GetCustomAttribute<RangeAttribute>() is { } range ? $"a whole number from {range.Minimum} to {range.Maximum}"
            : "a whole number";
    }
}
