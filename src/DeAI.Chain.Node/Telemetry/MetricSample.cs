namespace DeAI.Chain.Node.Telemetry;

/// <summary>One number with its labels in Prometheus' notation.</summary>
internal sealed record MetricSample(string Name, string Labels, double Value);
