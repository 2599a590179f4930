using DeAI.Chain.Primitives;

namespace DeAI.Chain.Storage.RocksDb;

/// <summary>The keys that an iterator may see, compared as byte strings.</summary>
/// <param name="From">Inclusive; empty is the first key.</param>
/// <param name="Until">Exclusive; null is after the last key.</param>
public readonly record struct IteratorRange(Blob From, Blob? Until)
{
    public static IteratorRange All => default;

    public static IteratorRange Between(ReadOnlySpan<byte> from, ReadOnlySpan<byte> until) => new(Blob.CopyOf(from), Blob.CopyOf(until));

    /// <summary>Every key that begins with <paramref name="prefix"/>.</summary>
    public static IteratorRange Prefix(ReadOnlySpan<byte> prefix)
    {
        // The successor of a prefix: cut trailing 0xff, add one to what is left. A prefix of 0xff alone runs to the end.
        int length = prefix.TrimEnd((byte)0xff).Length;
        if (length == 0)
        {
            return new IteratorRange(Blob.CopyOf(prefix), null);
        }

        byte[] until = prefix[..length].ToArray();
        until[^1]++;
        return new IteratorRange(Blob.CopyOf(prefix), new Blob(until));
    }
}
