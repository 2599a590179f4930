using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Bounties.State;

/// <summary>All rewards ever: put in, paid to workers, given back to funders. In 128 bits, since the same credits can come and go for ever.</summary>
internal sealed record EscrowTotals(UInt128 In, UInt128 Paid, UInt128 Refunded) : ICanonical<EscrowTotals>
{
    public static EscrowTotals Nothing { get; } = new(0, 0, 0);

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(6);
        Write(writer, In);
        Write(writer, Paid);
        Write(writer, Refunded);
    }

    public static EscrowTotals Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(6);
        return new EscrowTotals(Read(ref reader), Read(ref reader), Read(ref reader));
    }

    private static void Write(CanonicalWriter writer, UInt128 value)
    {
        writer.Write((ulong)(value >> 64));
        writer.Write(unchecked((ulong)value));
    }

    private static UInt128 Read(ref CanonicalReader reader) => new(reader.ReadUInt64(), reader.ReadUInt64());
}
