using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Governance.Contracts;

/// <summary>The one vote of a corporate group.</summary>
/// <param name="Voter">The delegate's account.</param>
/// <param name="Power">The points it cast.</param>
public sealed record VoteRecord(AccountId Voter, bool InFavour, Points Power, Height Height) : ICanonical<VoteRecord>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Voter);
        writer.Write(InFavour);
        writer.Write(Power);
        writer.Write(Height);
    }

    public static VoteRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        return new VoteRecord(reader.ReadAccountId(), reader.ReadBoolean(), reader.ReadPoints(), reader.ReadHeight());
    }
}
