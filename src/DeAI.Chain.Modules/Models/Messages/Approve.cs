using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Messages;

/// <summary>An approver of another organisation than the publisher's lets a version answer.</summary>
public sealed record Approve(Hash256 Version) : ICanonical<Approve>
{
    public const ushort Type = 2;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write(Version);
    }

    public static Approve Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(1);
        return new Approve(reader.ReadHash256());
    }
}
