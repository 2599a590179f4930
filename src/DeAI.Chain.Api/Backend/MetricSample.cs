namespace DeAI.Chain.Api;

/// <summary>One number of one metric, with its labels.</summary>
public sealed record MetricSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
