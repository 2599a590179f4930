using System.Diagnostics.Metrics;
using DeAI.Chain.Node.Telemetry;

namespace DeAI.Chain.Node.Tests.Telemetry;

/// <summary>What an operator's scraper reads, for each kind of instrument.</summary>
public sealed class PrometheusMetricsTests : IDisposable
{
    private readonly PrometheusMetrics _metrics = new();
    private readonly Meter _meter = new("DeAI.Chain.Tests.Prometheus");

    public void Dispose()
    {
        _meter.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void Counted_ComesAsTheSumWithTotal()
    {
        Counter<long> counter = _meter.CreateCounter<long>("prometheus.test.counted");
        counter.Add(2, new KeyValuePair<string, object?>("why", "a \"quoted\" \\ word"));
        counter.Add(3, new KeyValuePair<string, object?>("why", "a \"quoted\" \\ word"));

        Assert.Contains("prometheus_test_counted_total{why=\"a \\\"quoted\\\" \\\\ word\"} 5\n", _metrics.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Observed_ComesAsItStands_HoweverOftenItIsRead()
    {
        _meter.CreateObservableCounter("prometheus.test.grown", () => 7L);
        _meter.CreateObservableGauge("prometheus.test.held", () => 9L, "By");
        _metrics.Text();

        string text = _metrics.Text();

        Assert.Contains("prometheus_test_grown_total 7\n", text, StringComparison.Ordinal);
        Assert.Contains("prometheus_test_held_bytes 9\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Measured_ComesInBuckets()
    {
        Histogram<double> histogram = _meter.CreateHistogram<double>("prometheus.test.measured", "s");
        histogram.Record(0.003);
        histogram.Record(20);

        string text = _metrics.Text();

        Assert.Contains("prometheus_test_measured_seconds_bucket{le=\"0.0025\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("prometheus_test_measured_seconds_bucket{le=\"0.005\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("prometheus_test_measured_seconds_bucket{le=\"+Inf\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("prometheus_test_measured_seconds_count 2\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet_process_memory_working_set_bytes")]
    [InlineData("dotnet_gc_collections_total{gc_heap_generation=\"gen0\"}")]
    [InlineData("dotnet_process_cpu_time_seconds_total{cpu_mode=\"user\"}")]
    public void Runtime_IsToldToo(string series)
    {
        GC.Collect(0);
        string line = _metrics.Text().Split('\n').Single(line => line.StartsWith(series, StringComparison.Ordinal));

        Assert.True(double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture) > 0, line);
    }
}
