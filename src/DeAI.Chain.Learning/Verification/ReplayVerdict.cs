using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>An accepted run.</summary>
/// <param name="Final">Digest of the state it ended in.</param>
/// <param name="LossSum">Of all steps, Q16.</param>
/// <param name="Rows">Rows trained on, repetitions included: steps times 256.</param>
/// <param name="DistinctRows">Rows of the opened blocks.</param>
public sealed record ReplayVerdict(Hash256 Final, long LossSum, long Rows, long DistinctRows);
