namespace DeAI.Chain.Consensus;

/// <summary>Small pieces that the encodings of this project share.</summary>
internal static class ConsensusEncoding
{
    /// <summary>An absent digest is nil; 32 zero bytes are no encoding of it.</summary>
    public static void WriteDigestOrNil(CanonicalWriter writer, Hash256 digest)
    {
        if (digest.IsDefault)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(digest);
        }
    }

    public static Hash256 ReadDigestOrNil(ref CanonicalReader reader) => reader.TryReadNil() ? default : ReadDigest(ref reader);

    /// <summary>A digest that is present, hence not all zero.</summary>
    public static Hash256 ReadDigest(ref CanonicalReader reader)
    {
        Hash256 digest = reader.ReadHash256();
        if (reader.Failure is null && digest.IsDefault)
        {
            reader.Fail(EncodingErrors.OutOfRange, "a digest of 32 zero bytes");
        }

        return digest;
    }

    public static void WriteOrNil<T>(CanonicalWriter writer, T? value)
        where T : class, ICanonical<T>
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            value.Encode(writer);
        }
    }

    public static T? ReadOrNil<T>(ref CanonicalReader reader)
        where T : class, ICanonical<T> => reader.TryReadNil() ? null : reader.Read<T>();

    public static byte ReadEnum(ref CanonicalReader reader, byte last, string what)
    {
        byte value = reader.ReadByte();
        if (reader.Failure is null && (value == 0 || value > last))
        {
            reader.Fail(EncodingErrors.OutOfRange, $"{value} is no {what}");
        }

        return value;
    }
}
