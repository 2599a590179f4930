namespace DeAI.Chain.Learning;

/// <summary>A verified update and what it weighs in the mean: the member's verified rows, capped by the task.</summary>
/// <param name="Weight">1 to <see cref="Aggregation.MaxWeight"/>.</param>
public sealed record WeightedUpdate(ModelUpdate Update, int Weight);
