using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accountability.Messages;

/// <summary>Adds to the bond of the sender's organisation, which is lost if its validator is proven to have contradicted itself.</summary>
public sealed record LockBond(Credits Amount) : ICanonical<LockBond>
{
    public const ushort Type = 2;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write(Amount);
    }

    public static LockBond Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(1);
        return new LockBond(reader.ReadCredits());
    }
}
