using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>Stored nodes of the state tree, of every version that is still kept.</summary>
public interface INodeReader
{
    /// <summary>The bytes written under the key, as <see cref="TreeUpdate.NewNodes"/> held them.</summary>
    bool TryGet(NodeKey key, out Blob node);
}
