using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>What a round brought: the next model and what each unit's update was worth.</summary>
/// <param name="Weights">The weighted mean.</param>
/// <param name="Values">In the order of the units, in 1/720; all zero where nothing was measured.</param>
/// <param name="Utility">U(all), Q16.</param>
/// <param name="HoldoutRows">0 where nothing was measured.</param>
internal sealed record Valuation(ModelWeights Weights, Sequence<long> Values, long Utility, uint HoldoutRows, ErrorInterval Error);
