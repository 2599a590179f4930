using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>A row key and its decoded value.</summary>
public readonly record struct TableRow<TValue>(Blob RowKey, TValue Value);
