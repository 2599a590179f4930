using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>Exact Shapley values: member i earned Numerators[i] / Denominator.</summary>
/// <param name="Numerators">In the order of the members.</param>
/// <param name="Denominator">n! for n members.</param>
/// <param name="Total">U of all members: the numerators sum to Total times Denominator exactly.</param>
public sealed record ShapleyValues(Sequence<long> Numerators, long Denominator, long Total);
