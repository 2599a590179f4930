using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accountability.Messages;

/// <summary>Shows that a validator signed two statements that no correct one signs both.</summary>
public sealed record ReportOffence(Evidence Evidence) : ICanonical<ReportOffence>
{
    public const ushort Type = 1;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(1);
        Evidence.Encode(writer);
    }

    public static ReportOffence Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(1);
        return new ReportOffence(reader.Read<Evidence>());
    }
}
