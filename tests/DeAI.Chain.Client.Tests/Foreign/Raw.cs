using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Canonical encodings, and nearly canonical ones, from their parts.</summary>
internal static class Raw
{
    public static Blob Of<T>(T value)
        where T : ICanonical<T> => new(Canonical.Encode(value));

    public static Blob Hex(string hex) => new(Convert.FromHexString(hex));

    public static Blob Array(params IReadOnlyList<Blob> items)
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(items.Count);
        return Join([new Blob(writer.ToArray()), .. items]);
    }

    public static Blob Binary(ReadOnlySpan<byte> bytes)
    {
        CanonicalWriter writer = new();
        writer.WriteBinary(bytes);
        return new Blob(writer.ToArray());
    }

    public static Blob Hash(Hash256 hash) => Binary(hash.ToArray());

    public static Blob Number(ulong value)
    {
        CanonicalWriter writer = new();
        writer.Write(value);
        return new Blob(writer.ToArray());
    }

    public static Blob Text(string text)
    {
        CanonicalWriter writer = new();
        writer.Write(text);
        return new Blob(writer.ToArray());
    }

    public static Blob Join(params IReadOnlyList<Blob> parts) => new(parts.SelectMany(static part => part.ToArray()).ToArray());

    /// <summary>With other bytes in the place of the first such ones.</summary>
    public static Blob Swap(Blob bytes, string from, string to)
    {
        byte[] wanted = Convert.FromHexString(from);
        int at = bytes.Span.IndexOf(wanted);
        return at >= 0
            ? Join([new Blob(bytes.Memory[..at]), Hex(to), new Blob(bytes.Memory[(at + wanted.Length)..])])
            : throw new ArgumentException($"There is no {from} in {Convert.ToHexStringLower(bytes.Span)}.", nameof(from));
    }

    /// <summary>A path of a Merkle tree.</summary>
    public static Blob Path(ulong index, ulong count, params IReadOnlyList<Hash256> siblings) =>
        Array(Number(index), Number(count), Array([.. siblings.Select(Hash)]));

    public static Hash256 Node(Hash256 left, Hash256 right) => Sha256.Hash([1], left.ToArray(), right.ToArray());

    /// <summary>What a header would have to hold for a tree of this root to count so many leaves.</summary>
    public static Hash256 CountedRoot(string domain, ulong count, Hash256 tree)
    {
        byte[] bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, count);
        return DomainHash.Of(domain, [.. bytes, .. tree.ToArray()]);
    }

    public static Hash256 ReceiptsRoot(params IReadOnlyList<Blob> leaves) =>
        Ledger.Blocks.CountedRoot.Of(Ledger.Blocks.CountedRoot.ReceiptsDomain, MerkleTree.LeafHashes([.. leaves]));
}
