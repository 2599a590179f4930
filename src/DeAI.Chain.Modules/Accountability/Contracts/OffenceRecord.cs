using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accountability.Contracts;

/// <summary>The first proven offence of a node's key.</summary>
/// <param name="Organisation">Whose seat it was.</param>
/// <param name="Evidence">Digest of the proof, which stands in the transaction at <paramref name="Height"/>.</param>
/// <param name="Forfeited">What was taken of the organisation's bond.</param>
/// <param name="LostSeat">False where too few seats would have been left.</param>
public sealed record OffenceRecord(
    OrganisationId Organisation, EvidenceKind Kind, Epoch Epoch, View View, Hash256 Evidence, AccountId Reporter, Height Height, Credits Forfeited, bool LostSeat)
    : ICanonical<OffenceRecord>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(9);
        writer.Write(Organisation);
        writer.Write((byte)Kind);
        writer.Write(Epoch);
        writer.Write(View);
        writer.Write(Evidence);
        writer.Write(Reporter);
        writer.Write(Height);
        writer.Write(Forfeited);
        writer.Write(LostSeat);
    }

    public static OffenceRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(9);
        return new OffenceRecord(
            reader.ReadOrganisationId(),
            (EvidenceKind)reader.ReadByte(),
            reader.ReadEpoch(),
            reader.ReadView(),
            reader.ReadHash256(),
            reader.ReadAccountId(),
            reader.ReadHeight(),
            reader.ReadCredits(),
            reader.ReadBoolean());
    }
}
