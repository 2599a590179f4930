using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>A value that a proof has shown to be in a state.</summary>
public sealed record ProvenValue(Blob Value);
