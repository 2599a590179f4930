using System.Collections.Immutable;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cryptography;

/// <summary>Lists of digests in canonical form.</summary>
internal static class HashList
{
    public static void Write(CanonicalWriter writer, ReadOnlySpan<Hash256> hashes)
    {
        writer.WriteArrayHeader(hashes.Length);
        foreach (Hash256 hash in hashes)
        {
            writer.Write(hash);
        }
    }

    public static ImmutableArray<Hash256> Read(ref CanonicalReader reader, int max)
    {
        int count = reader.ReadArrayHeaderUpTo(max);
        ImmutableArray<Hash256>.Builder hashes = ImmutableArray.CreateBuilder<Hash256>(count);
        for (int i = 0; i < count && reader.Failure is null; i++)
        {
            hashes.Add(reader.ReadHash256());
        }

        return hashes.DrainToImmutable();
    }
}
