using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Storage.Chain;

/// <summary>Where the chain ends here, and the epoch that its next block belongs to.</summary>
/// <param name="Header">Of the newest committed block.</param>
/// <param name="EpochStartView">The view of the block that the epoch starts from.</param>
/// <param name="EpochStartDigest">Its digest.</param>
public sealed record StoredTip(
    BlockHeader Header, Epoch Epoch, ValidatorSet Validators, View EpochStartView, Hash256 EpochStartDigest) : ICanonical<StoredTip>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write(Header);
        writer.Write(Epoch);
        writer.Write(Validators);
        writer.Write(EpochStartView);
        writer.Write(EpochStartDigest);
    }

    public static StoredTip Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(5);
        return new StoredTip(
            reader.Read<BlockHeader>(), reader.ReadEpoch(), reader.Read<ValidatorSet>(), reader.ReadView(), reader.ReadHash256());
    }
}
