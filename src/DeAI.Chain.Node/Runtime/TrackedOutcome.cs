namespace DeAI.Chain.Node.Runtime;

/// <summary>What became of a transaction that somebody waited for.</summary>
/// <param name="IsFinal">True: look it up in the store. False: it expired and can never be included.</param>
internal readonly record struct TrackedOutcome(bool IsFinal);
