using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accounts.State;

/// <summary>Credits ever issued and ever redeemed.</summary>
internal sealed record Supply(Credits Issued, Credits Redeemed) : ICanonical<Supply>
{
    public static Supply Nothing { get; } = new(Credits.Zero, Credits.Zero);

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Issued);
        writer.Write(Redeemed);
    }

    public static Supply Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new Supply(reader.ReadCredits(), reader.ReadCredits());
    }
}
