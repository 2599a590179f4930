using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>One key with its value.</summary>
public readonly record struct StateEntry(Blob Key, Blob Value);
