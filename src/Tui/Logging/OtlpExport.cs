using ActorGaze.Actors.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace ActorGaze.Tui.Logging;

/// <summary>
/// Carries the engine's metrics to a collector, from a thread of its own; a collector that is not there costs nothing but that.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private const int MostMilliseconds = 2000; // of one export, the last at leaving included

    private readonly MeterProvider _provider;

    private OtlpExport(MeterProvider provider) => _provider = provider;

    public static OtlpExport To(Uri url) => new(Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService("actorgaze"))
        .AddMeter(Instruments.Meter)
        .AddOtlpExporter(otlp =>
        {
            (otlp.Protocol, otlp.Endpoint, otlp.TimeoutMilliseconds) = (OtlpExportProtocol.HttpProtobuf, Whole(url), MostMilliseconds);
        })
        .Build());

    /// <summary>Exports the last figures, if the collector takes them soon.</summary>
    public void Dispose()
    {
        _provider.Shutdown(MostMilliseconds);
        _provider.Dispose();
    }

    private static Uri Whole(Uri url) => url.AbsolutePath == "/" ? new Uri(url, "v1/metrics") : url;
}
