using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>A node to be stored.</summary>
public readonly record struct TreeNode(NodeKey Key, Blob Bytes);
