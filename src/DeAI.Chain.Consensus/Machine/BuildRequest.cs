namespace DeAI.Chain.Consensus;

/// <summary>The block that the host was asked to build.</summary>
internal sealed record BuildRequest(View View, BlockRef Parent, bool Carrier);
