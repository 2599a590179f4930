using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accounts.State;

/// <summary>Points of an organisation.</summary>
internal readonly record struct PointsRecord(Points Amount) : ICanonical<PointsRecord>
{
    public void Encode(CanonicalWriter writer) => writer.Write(Amount);

    public static PointsRecord Decode(ref CanonicalReader reader) => new(reader.ReadPoints());
}
