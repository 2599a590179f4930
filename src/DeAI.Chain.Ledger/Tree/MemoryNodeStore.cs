using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>Tree nodes in memory: for tests, simulation and replay.</summary>
public sealed class MemoryNodeStore : INodeReader
{
    private readonly Dictionary<NodeKey, Blob> _nodes = [];

    public int Count => _nodes.Count;

    public bool TryGet(NodeKey key, out Blob node) => _nodes.TryGetValue(key, out node);

    public void Add(TreeUpdate update)
    {
        foreach (TreeNode node in update.NewNodes)
        {
            _nodes[node.Key] = node.Bytes;
        }
    }

    /// <summary>Forgets what the update made stale: versions before it can no longer be proven.</summary>
    public void Prune(TreeUpdate update)
    {
        foreach (NodeKey key in update.StaleNodes)
        {
            _nodes.Remove(key);
        }
    }
}
