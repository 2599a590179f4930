using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Contracts;

/// <summary>What a version did and earned. <c>Paid == ToContributors + ToTreasury</c>.</summary>
public sealed record VersionUsage(ulong Predictions, Credits Paid, Credits ToContributors, Credits ToTreasury, ulong Outcomes)
    : ICanonical<VersionUsage>
{
    public static VersionUsage Nothing { get; } = new(0, Credits.Zero, Credits.Zero, Credits.Zero, 0);

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write(Predictions);
        writer.Write(Paid);
        writer.Write(ToContributors);
        writer.Write(ToTreasury);
        writer.Write(Outcomes);
    }

    public static VersionUsage Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(5);
        return new VersionUsage(
            reader.ReadUInt64(), reader.ReadCredits(), reader.ReadCredits(), reader.ReadCredits(), reader.ReadUInt64());
    }
}
