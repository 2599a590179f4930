using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Models.Messages;

/// <summary>The publisher sets what a prediction costs.</summary>
public sealed record SetPrice(Hash256 Version, Credits Price) : ICanonical<SetPrice>
{
    public const ushort Type = 4;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Version);
        writer.Write(Price);
    }

    public static SetPrice Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new SetPrice(reader.ReadHash256(), reader.ReadCredits());
    }
}
