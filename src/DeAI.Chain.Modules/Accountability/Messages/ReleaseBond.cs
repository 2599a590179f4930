using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Accountability.Messages;

/// <summary>Takes the whole bond back, once nothing that the organisation signed as validator can be reported any more.</summary>
public sealed record ReleaseBond : ICanonical<ReleaseBond>
{
    public const ushort Type = 3;

    public void Encode(CanonicalWriter writer) => writer.WriteArrayHeader(0);

    public static ReleaseBond Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(0);
        return new ReleaseBond();
    }
}
