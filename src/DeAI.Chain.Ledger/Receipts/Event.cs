using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Receipts;

/// <summary>A fact that a module states about what it did; self-describing, part of the receipt and so of the receipts root.</summary>
/// <param name="Name"><c>module.past_tense</c>, as the module's README lists it.</param>
public sealed record Event(string Name, Sequence<EventAttribute> Attributes) : ICanonical<Event>
{
    public const int MaxAttributes = 32;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Name);
        writer.Write(Attributes);
    }

    public static Event Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new Event(reader.ReadString(EventAttribute.MaxNameBytes), reader.ReadSequence<EventAttribute>(MaxAttributes));
    }
}
