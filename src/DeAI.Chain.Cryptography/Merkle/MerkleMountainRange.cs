using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cryptography;

/// <summary>
/// An append-only list of digests of which only the roots of its complete subtrees are kept, at most 64. Its root is
/// H("deai.mmr.v1", count as 8 bytes big-endian, the <see cref="MerkleTree"/> root of all digests), so proofs of that tree serve here.
/// </summary>
public sealed class MerkleMountainRange : ICanonical<MerkleMountainRange>, IEquatable<MerkleMountainRange>
{
    private const string Domain = "deai.mmr.v1";

    private readonly ImmutableArray<Hash256> _peaks;

    private MerkleMountainRange(ulong count, ImmutableArray<Hash256> peaks)
    {
        Count = count;
        _peaks = peaks;
        Root = Commit(count, MerkleTree.Bag(peaks.AsSpan()));
    }

    public static MerkleMountainRange Empty { get; } = new(0, []);

    /// <summary>How many digests were appended.</summary>
    public ulong Count { get; }

    /// <summary>Commits to every digest, their order and their number.</summary>
    public Hash256 Root { get; }

    /// <summary>The roots of the complete subtrees, largest first: one for each bit set in <see cref="Count"/>.</summary>
    public Sequence<Hash256> Peaks => new(_peaks);

    public MerkleMountainRange Append(Hash256 leaf)
    {
        ulong count = checked(Count + 1);
        int merged = BitOperations.TrailingZeroCount(count);
        Hash256 peak = leaf;
        for (int i = 1; i <= merged; i++)
        {
            peak = MerkleTree.NodeHash(_peaks[^i], peak);
        }

        return new MerkleMountainRange(count, [.. _peaks.AsSpan()[..(_peaks.Length - merged)], peak]);
    }

    /// <summary>The path of a digest, from earlier ranges instead of all digests: at most 64 of each are asked for.</summary>
    /// <param name="before">The range as it was before the digest of a number was appended; its count is that number.</param>
    /// <param name="digest">The digest of a number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such digest.</exception>
    public MerkleProof Prove(ulong index, Func<ulong, MerkleMountainRange> before, Func<ulong, Hash256> digest)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int peak = 0;
        ulong rest = Count;
        int height = BitOperations.Log2(rest);
        for (ulong start = 0; index - start >= 1UL << height; peak++)
        {
            start += 1UL << height;
            rest -= 1UL << height;
            height = BitOperations.Log2(rest);
        }

        List<Hash256> path = [];
        for (int level = 0; level < height; level++)
        {
            path.Add(Subtree((index >> level) ^ 1, level, before, digest));
        }

        if (peak + 1 < _peaks.Length)
        {
            path.Add(MerkleTree.Bag(_peaks.AsSpan()[(peak + 1)..]));
        }

        while (peak > 0)
        {
            path.Add(_peaks[--peak]);
        }

        return new MerkleProof(index, Count, Sequence.From(path));
    }

    /// <summary>
    /// Whether <paramref name="leaf"/> was appended as number <see cref="MerkleProof.Index"/> to the range of this root. The proof comes
    /// from <see cref="MerkleTree.Prove"/> over all digests; its count is checked by the root.
    /// </summary>
    public static bool Verify(Hash256 root, MerkleProof proof, Hash256 leaf) =>
        proof.TryComputeRoot(leaf, out Hash256 tree) && Commit(proof.Count, tree) == root;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Count);
        HashList.Write(writer, _peaks.AsSpan());
    }

    public static MerkleMountainRange Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        ulong count = reader.ReadUInt64();
        ImmutableArray<Hash256> peaks = HashList.Read(ref reader, 64);
        if (reader.Failure is null && peaks.Length != BitOperations.PopCount(count))
        {
            reader.Fail(CryptographyErrors.BadPeaks, $"{count} digests have {BitOperations.PopCount(count)} peaks, {peaks.Length} were given");
        }

        return reader.Failure is null ? new MerkleMountainRange(count, peaks) : Empty;
    }

    public bool Equals(MerkleMountainRange? other) => other is not null && Count == other.Count && Peaks == other.Peaks;

    public override bool Equals(object? obj) => Equals(obj as MerkleMountainRange);

    public override int GetHashCode() => (int)Root.Value.Leading;

    // Appending a complete subtree's last digest merged it with the last peaks of the range before, one for each level.
    private static Hash256 Subtree(ulong place, int level, Func<ulong, MerkleMountainRange> before, Func<ulong, Hash256> digest)
    {
        ulong last = ((place + 1) << level) - 1;
        ImmutableArray<Hash256> peaks = level == 0 ? [] : before(last)._peaks;
        Hash256 root = digest(last);
        for (int i = 1; i <= level; i++)
        {
            root = MerkleTree.NodeHash(peaks[^i], root);
        }

        return root;
    }

    private static Hash256 Commit(ulong count, Hash256 tree)
    {
        Span<byte> bytes = stackalloc byte[8 + Bytes32.Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, count);
        tree.CopyTo(bytes[8..]);
        return DomainHash.Of(Domain, bytes);
    }
}
