using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>
/// A part of a state with the proof that it is that part, complete and unaltered: for sync by snapshot, where one bad chunk blames one peer.
/// </summary>
/// <remarks>
/// The way from the root to the chunk is that of a <see cref="StateProof"/>. It ends early where a subtree has one leaf or none: then the
/// chunk holds that leaf, or nothing, and in the latter case the leaf of another chunk may stand there.
/// </remarks>
public sealed record StateChunk : ICanonical<StateChunk>
{
    /// <summary>The most entries; a larger chunk is asked for in sixteen parts.</summary>
    public const int MaxEntries = 65536;

    private StateChunk(Sequence<StateEntry> entries, Sequence<Hash256> siblings, Bytes32 otherPath, Hash256 otherValueHash)
    {
        Entries = entries;
        Siblings = siblings;
        OtherPath = otherPath;
        OtherValueHash = otherValueHash;
    }

    /// <summary>Ascending by path, that is by SHA-256 of the key.</summary>
    public Sequence<StateEntry> Entries { get; }

    public Sequence<Hash256> Siblings { get; }

    private Bytes32 OtherPath { get; }

    private Hash256 OtherValueHash { get; }

    internal static StateChunk Of(Sequence<StateEntry> entries, Sequence<Hash256> siblings) => new(entries, siblings, default, default);

    internal static StateChunk Empty(Sequence<Hash256> siblings, Bytes32 otherPath, Hash256 otherValueHash) =>
        new(default, siblings, otherPath, otherValueHash);

    /// <summary>Whether these are all entries of the chunk in the state of this root.</summary>
    /// <returns>Refused: <see cref="TreeErrors.BadProof"/>.</returns>
    public Result Verify(Hash256 root, ChunkId chunk)
    {
        if (!chunk.IsValid || Siblings.Count > chunk.Nibbles * 4)
        {
            return Result.Refuse(TreeErrors.BadProof, $"{Siblings.Count} siblings do not lead to chunk {chunk}");
        }

        if (!TopHash(chunk).TryGet(out Hash256 hash, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        Bytes32 path = chunk.Path;
        for (int bit = Siblings.Count - 1; bit >= 0; bit--)
        {
            hash = path.Bit(bit) ? TreeHash.Inner(Siblings[bit], hash) : TreeHash.Inner(hash, Siblings[bit]);
        }

        return hash == root
            ? Result.Ok
            : Result.Refuse(TreeErrors.BadProof, $"the chunk leads to {hash}, not to the state root {root}");
    }

    /// <summary>[[[key, value]...], siblings, other path, other value hash]; both all zero where there is no other leaf.</summary>
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.WriteArrayHeader(Entries.Count);
        foreach (StateEntry entry in Entries.Span)
        {
            writer.WriteArrayHeader(2);
            writer.Write(entry.Key);
            writer.Write(entry.Value);
        }

        writer.WriteArrayHeader(Siblings.Count);
        foreach (Hash256 sibling in Siblings.Span)
        {
            writer.Write(sibling);
        }

        writer.Write(OtherPath);
        writer.Write(OtherValueHash);
    }

    public static StateChunk Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        int count = reader.ReadArrayHeaderUpTo(MaxEntries);
        ImmutableArray<StateEntry>.Builder entries = ImmutableArray.CreateBuilder<StateEntry>(Math.Min(count, 1024));
        for (int i = 0; i < count && reader.Failure is null; i++)
        {
            reader.ReadArrayHeader(2);
            entries.Add(new StateEntry(reader.ReadBlob(StateOverlay.MaxKeyBytes), reader.ReadBlob(StateOverlay.MaxValueBytes)));
        }

        int length = reader.ReadArrayHeaderUpTo(ChunkId.MaxNibbles * 4);
        ImmutableArray<Hash256>.Builder siblings = ImmutableArray.CreateBuilder<Hash256>(length);
        for (int i = 0; i < length && reader.Failure is null; i++)
        {
            siblings.Add(reader.ReadHash256());
        }

        return new StateChunk(
            new Sequence<StateEntry>(entries.DrainToImmutable()),
            new Sequence<Hash256>(siblings.DrainToImmutable()),
            reader.ReadBytes32(),
            reader.ReadHash256());
    }

    private Result<Hash256> TopHash(ChunkId chunk)
    {
        if (OtherPath != default || OtherValueHash != default)
        {
            bool hangsThere = Entries.Count == 0 && !chunk.Contains(OtherPath) && SharesStart(chunk.Path);
            return hangsThere
                ? Result.Of(TreeHash.Leaf(OtherPath, OtherValueHash))
                : Result.Refuse<Hash256>(TreeErrors.BadProof, "the other leaf does not hang where the chunk would");
        }

        Leaf[] leaves = new Leaf[Entries.Count];
        for (int i = 0; i < leaves.Length; i++)
        {
            Bytes32 path = TreeHash.PathOf(Entries[i].Key.Span);
            if (!chunk.Contains(path) || (i > 0 && path <= leaves[i - 1].Path))
            {
                return Result.Refuse<Hash256>(TreeErrors.BadProof, $"entry {i} is out of order or of another chunk");
            }

            leaves[i] = new Leaf(path, TreeHash.Leaf(path, Sha256.Hash(Entries[i].Value.Span)));
        }

        return leaves.Length > 1 && Siblings.Count < chunk.Nibbles * 4
            ? Result.Refuse<Hash256>(TreeErrors.BadProof, $"{leaves.Length} entries above the chunk's depth")
            : Result.Of(HashOf(leaves, chunk.Nibbles * 4));
    }

    /// <summary>The root of a subtree whose leaves, ascending by path, agree in all bits before <paramref name="bit"/>.</summary>
    internal static Hash256 HashOf(ReadOnlySpan<Leaf> leaves, int bit)
    {
        if (leaves.Length <= 1)
        {
            return leaves.IsEmpty ? default : leaves[0].Hash;
        }

        int split = 0;
        while (split < leaves.Length && !leaves[split].Path.Bit(bit))
        {
            split++;
        }

        return TreeHash.Inner(HashOf(leaves[..split], bit + 1), HashOf(leaves[split..], bit + 1));
    }

    private bool SharesStart(Bytes32 path)
    {
        for (int bit = 0; bit < Siblings.Count; bit++)
        {
            if (OtherPath.Bit(bit) != path.Bit(bit))
            {
                return false;
            }
        }

        return true;
    }

    internal readonly record struct Leaf(Bytes32 Path, Hash256 Hash);
}
