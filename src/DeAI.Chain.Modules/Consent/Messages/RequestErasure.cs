using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Consent.Messages;

/// <summary>The owner records that a data set has to be erased; from the next block on, nothing may use it.</summary>
/// <param name="Request">Digest of the request, which stays outside the chain.</param>
public sealed record RequestErasure(Hash256 DataSet, Hash256 Request) : ICanonical<RequestErasure>
{
    public const ushort Type = 4;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(DataSet);
        writer.Write(Request);
    }

    public static RequestErasure Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new RequestErasure(reader.ReadHash256(), reader.ReadHash256());
    }
}
