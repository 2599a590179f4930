using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Bounties.Messages;

/// <summary>The funder takes the reward back, as long as nobody has submitted.</summary>
public sealed record WithdrawBounty(Hash256 Bounty) : ICanonical<WithdrawBounty>
{
    public const ushort Type = 7;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write(Bounty);
    }

    public static WithdrawBounty Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(1);
        return new WithdrawBounty(reader.ReadHash256());
    }
}
