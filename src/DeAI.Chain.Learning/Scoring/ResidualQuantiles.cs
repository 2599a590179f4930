namespace DeAI.Chain.Learning;

/// <summary>Recorded quantiles of outcome minus prediction, in 1/32 minute: what turns a prediction into an interval.</summary>
public readonly record struct ResidualQuantiles(int Lower, int Upper);
