using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Messages;

/// <summary>An approver stops a version: it answers nobody from the next block on.</summary>
public sealed record Suspend(Hash256 Version) : ICanonical<Suspend>
{
    public const ushort Type = 3;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write(Version);
    }

    public static Suspend Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(1);
        return new Suspend(reader.ReadHash256());
    }
}
