using System.Collections.Immutable;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>What one block changes in the tree: store the new nodes in the block's atomic batch, and delete the stale ones when pruning.</summary>
/// <param name="Version">The block's height.</param>
/// <param name="Root">The state root.</param>
/// <param name="NewNodes">Always with the root node of this version.</param>
/// <param name="StaleNodes">
/// Not part of this version any more. A store that keeps proofs from height h on may delete what a version up to h made stale.
/// </param>
public sealed record TreeUpdate(ulong Version, Hash256 Root, ImmutableArray<TreeNode> NewNodes, ImmutableArray<NodeKey> StaleNodes);
