namespace DeAI.Chain.Primitives.Encoding;

/// <summary>Whole values to bytes and back.</summary>
public static class Canonical
{
    public static byte[] Encode<T>(T value)
        where T : ICanonical<T>
    {
        CanonicalWriter writer = new();
        value.Encode(writer);
        return writer.ToArray();
    }

    /// <summary>Reads exactly one value; anything left over is refused.</summary>
    /// <returns>The value, or a refusal with a code of <see cref="EncodingErrors"/> or of the type's own.</returns>
    public static Result<T> Decode<T>(ReadOnlySpan<byte> bytes)
        where T : ICanonical<T>
    {
        CanonicalReader reader = new(bytes);
        T value = T.Decode(ref reader);
        Result end = reader.End();
        return end.Refusal is { } refusal ? Result.Refuse<T>(refusal) : Result.Of(value);
    }
}
