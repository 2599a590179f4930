using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>The nodes after a block that is not stored yet: its own over those below.</summary>
public sealed class TreeUpdateView : INodeReader
{
    private readonly INodeReader _below;
    private readonly ulong _version;
    private readonly Dictionary<NodeKey, Blob> _nodes;

    public TreeUpdateView(INodeReader below, TreeUpdate update)
    {
        _below = below;
        _version = update.Version;
        _nodes = new Dictionary<NodeKey, Blob>(update.NewNodes.Length);
        foreach (TreeNode node in update.NewNodes)
        {
            _nodes[node.Key] = node.Bytes;
        }
    }

    /// <summary>A version above the store's belongs to this view alone: blocks of one height on other branches have nodes of the same names.</summary>
    public bool TryGet(NodeKey key, out Blob node) => key.Version == _version ? _nodes.TryGetValue(key, out node) : _below.TryGet(key, out node);
}
