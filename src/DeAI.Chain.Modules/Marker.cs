using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules;

/// <summary>The value of a row whose key says everything: an index entry.</summary>
internal readonly record struct Marker : ICanonical<Marker>
{
    public void Encode(CanonicalWriter writer) => writer.WriteArrayHeader(0);

    public static Marker Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(0);
        return default;
    }
}
