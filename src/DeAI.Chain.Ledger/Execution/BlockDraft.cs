using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>What a proposer decides about a block besides its transactions; the rest of the header follows.</summary>
/// <param name="Epoch">The parent's; one more if the parent closed its epoch and is final.</param>
/// <param name="View">The proposer's turn.</param>
/// <param name="TimeMs">The proposer's clock.</param>
/// <param name="Proposer">The key of the proposer's seat.</param>
/// <param name="BeaconProof">Over <see cref="Beacon.InputFor"/>; <c>default</c> in a carrier.</param>
public sealed record BlockDraft(Epoch Epoch, View View, ulong TimeMs, PublicKey Proposer, VrfProof BeaconProof)
{
    public static BlockDraft Of(BlockHeader header) => new(header.Epoch, header.View, header.TimeMs, header.Proposer, header.BeaconProof);
}
