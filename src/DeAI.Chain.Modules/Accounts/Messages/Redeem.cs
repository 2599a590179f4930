using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accounts.Messages;

/// <summary>The sender, a party with the payout role, turns its credits back into money outside the chain.</summary>
public sealed record Redeem(Credits Amount) : ICanonical<Redeem>
{
    public const ushort Type = 3;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write(Amount);
    }

    public static Redeem Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(1);
        return new Redeem(reader.ReadCredits());
    }
}
