namespace DeAI.Chain.Consensus;

/// <summary>What waits for a token: a decided vote, a stored body, or both records of an own proposal.</summary>
internal sealed record PendingWrite(VoteRecord? Vote, BlockEntry? Block, OwnProposal? Own);
