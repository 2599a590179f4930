using DeAI.Chain.Ledger.Blocks;

namespace DeAI.Chain.Replica.Blocks;

/// <summary>A proposal's body, decoded and found to be the block of its digest.</summary>
public sealed record DecodedBody(Hash256 Digest, Block Block);
