using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Blocks;

/// <summary>Everything that a certificate over a block stands for: its place in the chain, and state, receipts and history after it.</summary>
/// <param name="Height">One more than the parent's; a carrier's is its parent's (README, "Epochs").</param>
/// <param name="View">Later than the parent's.</param>
/// <param name="Parent">The parent's digest; all zero for genesis.</param>
/// <param name="TimeMs">The proposer's clock in milliseconds since 1970, UTC; later than the parent's.</param>
/// <param name="TransactionsRoot">Over the encoded transactions.</param>
/// <param name="StateRoot">Of the state after this block.</param>
/// <param name="ReceiptsRoot">Over the receipts and the events of the block's hooks.</param>
/// <param name="HistoryRoot">Of the mountain range over the digests of heights 0 to <see cref="Height"/> - 1.</param>
/// <param name="ValidatorsHash">Of the set that decides this block.</param>
/// <param name="NextValidatorsHash">Of the set that decides the next epoch, as this block leaves it.</param>
/// <param name="ParametersHash">Of all parameters, as this block leaves them.</param>
/// <param name="Proposer">The key of the proposer's seat; all zero for genesis.</param>
/// <param name="BeaconProof">The proposer's VRF proof; all zero for genesis and carriers.</param>
public sealed record BlockHeader(
    ChainId Chain,
    Epoch Epoch,
    Height Height,
    View View,
    Hash256 Parent,
    ulong TimeMs,
    Hash256 TransactionsRoot,
    Hash256 StateRoot,
    Hash256 ReceiptsRoot,
    Hash256 HistoryRoot,
    Hash256 ValidatorsHash,
    Hash256 NextValidatorsHash,
    Hash256 ParametersHash,
    PublicKey Proposer,
    VrfProof BeaconProof) : ICanonical<BlockHeader>
{
    /// <summary>No header is longer.</summary>
    public const int MaxBytes = 512;

    internal const string Domain = "deai.block.v1";

    /// <summary>The block's name. Computed at each call: keep it.</summary>
    public Hash256 Digest
    {
        get
        {
            CanonicalWriter writer = new(MaxBytes);
            Encode(writer);
            return DomainHash.Of(Domain, writer.WrittenSpan);
        }
    }

    /// <summary>Whether the validators change after this block, so that nothing but carriers follows in its epoch.</summary>
    public bool ClosesEpoch => NextValidatorsHash != ValidatorsHash;

    /// <summary>Whether this is an empty block that only carries consensus on to the finality of a closing block.</summary>
    public bool IsCarrier => Height.Value > 0 && BeaconProof == default;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(15);
        writer.Write(Chain);
        writer.Write(Epoch);
        writer.Write(Height);
        writer.Write(View);
        writer.Write(Parent);
        writer.Write(TimeMs);
        writer.Write(TransactionsRoot);
        writer.Write(StateRoot);
        writer.Write(ReceiptsRoot);
        writer.Write(HistoryRoot);
        writer.Write(ValidatorsHash);
        writer.Write(NextValidatorsHash);
        writer.Write(ParametersHash);
        writer.Write(Proposer);
        writer.Write(BeaconProof);
    }

    public static BlockHeader Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(15);
        return new BlockHeader(
            reader.ReadChainId(),
            reader.ReadEpoch(),
            reader.ReadHeight(),
            reader.ReadView(),
            reader.ReadHash256(),
            reader.ReadUInt64(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadPublicKey(),
            reader.Read<VrfProof>());
    }
}
