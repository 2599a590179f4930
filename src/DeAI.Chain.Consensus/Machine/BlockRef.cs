namespace DeAI.Chain.Consensus;

/// <summary>A block by the view it was proposed in and its digest.</summary>
public readonly record struct BlockRef(View View, Hash256 Digest);
