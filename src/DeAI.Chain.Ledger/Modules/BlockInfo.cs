using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Modules;

/// <summary>What rules may know of the block they run in. Deliberately no wall time: rules count in heights.</summary>
/// <param name="Beacon">This block's randomness, unknown before its proposer revealed it; one bit of bias per turn of a proposer.</param>
/// <param name="Proposer">The organisation whose validator proposed it.</param>
/// <param name="Rules">The rule version in force: what changed with a version asks for it.</param>
public sealed record BlockInfo(ChainId Chain, Epoch Epoch, Height Height, Hash256 Beacon, OrganisationId Proposer, ulong Rules);
