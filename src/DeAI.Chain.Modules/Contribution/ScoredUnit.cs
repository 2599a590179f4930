using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>An accepted contribution on its way to a score.</summary>
/// <param name="Weight">Verified rows, capped.</param>
/// <param name="Revealed">The hold-out blocks it showed; empty if it showed none.</param>
internal sealed record ScoredUnit(ContributionRow Row, int Weight, ModelUpdate Update, Sequence<DataBlock> Revealed);
