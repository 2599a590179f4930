using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Messages;

/// <summary>The buyer of a prediction says what happened.</summary>
/// <param name="Prediction">The transaction that asked.</param>
/// <param name="DelayMinutes">-1440 to 10080.</param>
public sealed record ReportOutcome(Hash256 Version, Hash256 Prediction, int DelayMinutes) : ICanonical<ReportOutcome>
{
    public const ushort Type = 5;
    public const int LeastDelay = -1440;
    public const int GreatestDelay = 10080;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Version);
        writer.Write(Prediction);
        writer.Write(DelayMinutes);
    }

    public static ReportOutcome Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        Hash256 version = reader.ReadHash256();
        Hash256 prediction = reader.ReadHash256();
        return new ReportOutcome(version, prediction, reader.ReadInt32());
    }
}
