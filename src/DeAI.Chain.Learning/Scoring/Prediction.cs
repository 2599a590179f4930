namespace DeAI.Chain.Learning;

/// <summary>The model's answer for one row.</summary>
/// <param name="Score">The logit, Q10: ranks rows by their chance of being late.</param>
/// <param name="LateProbability">In 1/65536, 0 to 65536.</param>
/// <param name="DelayMinutes">In 1/32 minute.</param>
/// <param name="LowerMinutes">In 1/32 minute.</param>
/// <param name="UpperMinutes">In 1/32 minute.</param>
public readonly record struct Prediction(int Score, int LateProbability, int DelayMinutes, int LowerMinutes, int UpperMinutes);
