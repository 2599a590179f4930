using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>A part of a <see cref="RangeProof"/>: pages joined in order make the whole.</summary>
/// <param name="Next">The path to go on from; all zero after the last page.</param>
public sealed record RangePage(RangeProof Part, Bytes32 Next);
