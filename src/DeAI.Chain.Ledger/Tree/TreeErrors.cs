using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>Why a state proof cannot be made or is not believed.</summary>
public static class TreeErrors
{
    public static readonly ReasonCode VersionUnavailable = new("state.version_unavailable");
    public static readonly ReasonCode BadProof = new("state.bad_proof");
    public static readonly ReasonCode BadRange = new("state.bad_range");
    public static readonly ReasonCode BadChunk = new("state.bad_chunk");
    public static readonly ReasonCode ChunkTooLarge = new("state.chunk_too_large");
}
