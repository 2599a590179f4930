using DeAI.Chain.Primitives;

namespace DeAI.Chain.Storage.Votes;

/// <summary>The log is sound and not for us: locked, of another chain or key, or of another version. Codes: <see cref="StorageErrors"/>.</summary>
public sealed record VoteLogRefused(Refusal Refusal) : VoteLogOpening;
