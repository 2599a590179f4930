using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>A key on its way into the tree: one that a batch changes, or that of a leaf which is there already.</summary>
/// <param name="Change">Where the change stands in the batch; below 0 for a leaf that is there.</param>
internal readonly record struct TreeItem(Bytes32 Path, int Change)
{
    public bool IsChange => Change >= 0;

    public static TreeItem Existing(Bytes32 path) => new(path, -1);
}
