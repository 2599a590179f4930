using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>A key's new value, or null for its deletion.</summary>
public readonly record struct StateChange(Blob Key, Blob? Value);
