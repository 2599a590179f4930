using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api;

/// <summary>What shows, from the genesis validator set alone, that a header is final.</summary>
/// <param name="Header">The header in question.</param>
/// <param name="Descendants">From its child (blocks, then carriers) to the certified header, in order; empty where it is certified itself.</param>
/// <param name="Certificate">The finalization of the last of those headers.</param>
/// <param name="Handovers">One for each epoch before the header's, from epoch 0 on.</param>
public sealed record Finality(
    BlockHeader Header,
    Sequence<BlockHeader> Descendants,
    Certificate Certificate,
    Sequence<Handover> Handovers);
