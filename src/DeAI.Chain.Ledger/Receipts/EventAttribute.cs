using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Receipts;

/// <summary>One named value of an event: numbers in decimal, hashes and keys in lower-case hexadecimal.</summary>
public sealed record EventAttribute(string Name, string Value) : ICanonical<EventAttribute>
{
    public const int MaxNameBytes = 64;
    public const int MaxValueBytes = 512;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Name);
        writer.Write(Value);
    }

    public static EventAttribute Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new EventAttribute(reader.ReadString(MaxNameBytes), reader.ReadString(MaxValueBytes));
    }
}
