using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Replica.Messages.Snapshots;

namespace DeAI.Chain.Replica.Sync;

/// <summary>A peer said that a chunk is too large; counts what its parts turn out to be.</summary>
internal sealed class SplitClaim(PublicKey peer, int depth)
{
    private long _bytes;
    private int _entries;

    public PublicKey Peer => peer;

    /// <summary>Of the parts.</summary>
    public int Depth => depth;

    /// <summary>Whether the parts together would not have fitted.</summary>
    public bool IsTrue => _bytes > ChunkAnswer.MaxChunkBytes || _entries > StateChunk.MaxEntries;

    public void Add(long bytes, int entries)
    {
        _bytes += bytes;
        _entries += entries;
    }
}
