using DeAI.Chain.Ledger.Receipts;

namespace DeAI.Chain.Node.Runtime;

/// <summary>What became of a transaction that somebody waited for.</summary>
/// <param name="Receipt">Null: it expired and can never be included.</param>
/// <param name="Height">Of its block.</param>
/// <param name="Index">Within the block.</param>
internal readonly record struct TrackedOutcome(Receipt? Receipt, Height Height, int Index);
