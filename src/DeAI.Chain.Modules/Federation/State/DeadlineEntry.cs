using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.State;

/// <summary>Which round of the task in the row's key has its deadline at the height in the row's key.</summary>
internal readonly record struct DeadlineEntry(uint Round) : ICanonical<DeadlineEntry>
{
    public void Encode(CanonicalWriter writer) => writer.Write(Round);

    public static DeadlineEntry Decode(ref CanonicalReader reader) => new(reader.ReadUInt32());
}
