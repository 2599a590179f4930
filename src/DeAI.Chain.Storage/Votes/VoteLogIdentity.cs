using DeAI.Chain.Primitives;

namespace DeAI.Chain.Storage.Votes;

/// <summary>Whose votes a log holds. A log of another chain or key says nothing about this one's votes.</summary>
public sealed record VoteLogIdentity(ChainId Chain, PublicKey Node);
