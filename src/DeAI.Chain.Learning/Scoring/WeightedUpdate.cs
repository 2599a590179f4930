namespace DeAI.Chain.Learning;

/// <summary>A verified update and what it weighs in the mean: the member's verified rows, capped by the task.</summary>
/// <param name="Weight">1 to 2^31 - 1.</param>
public sealed record WeightedUpdate(ModelUpdate Update, int Weight);
