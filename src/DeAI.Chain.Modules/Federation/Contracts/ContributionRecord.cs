using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>What a member registered for a round, and what came of it.</summary>
/// <param name="Account">Registered, acts in the round, and is paid.</param>
/// <param name="DataSet">The data set that it trains on.</param>
/// <param name="DataRoot">That data set's root.</param>
/// <param name="DataBlocks">That data set's blocks.</param>
/// <param name="HoldoutRoot">Root over salted blocks kept for scoring.</param>
/// <param name="HoldoutBlocks">Blocks under it.</param>
/// <param name="Seed">Fixes the order of its blocks; <c>default</c> until the beacon made it.</param>
/// <param name="Reason">Why it is out; <c>default</c> otherwise.</param>
public sealed record ContributionRecord(
    AccountId Account,
    Hash256 DataSet,
    Hash256 DataRoot,
    uint DataBlocks,
    Hash256 HoldoutRoot,
    uint HoldoutBlocks,
    Hash256 Seed,
    ContributionStatus Status,
    BondState Bond,
    ReasonCode Reason) : ICanonical<ContributionRecord>
{
    private const int MaxReasonBytes = 64;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(10);
        writer.Write(Account);
        writer.Write(DataSet);
        writer.Write(DataRoot);
        writer.Write(DataBlocks);
        writer.Write(HoldoutRoot);
        writer.Write(HoldoutBlocks);
        writer.Write(Seed);
        writer.Write((byte)Status);
        writer.Write((byte)Bond);
        writer.Write(Reason.Value ?? string.Empty);
    }

    public static ContributionRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(10);
        return new ContributionRecord(
            reader.ReadAccountId(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadUInt32(),
            reader.ReadHash256(),
            reader.ReadUInt32(),
            reader.ReadHash256(),
            (ContributionStatus)reader.ReadByte(),
            (BondState)reader.ReadByte(),
            ReasonText.Read(reader.ReadString(MaxReasonBytes)));
    }
}
