using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api;

/// <summary>Where a transaction stands; <paramref name="Index"/> counts from 0 inside the block.</summary>
public readonly record struct TransactionPlace(Height Height, int Index);
