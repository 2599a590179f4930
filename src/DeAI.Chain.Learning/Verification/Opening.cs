using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>
/// What a member shows in tier 1: the trace, the blocks that the forced order uses, and the leaves of those it does not, so that the data
/// root can be computed. With every block used there is nothing but salts beside the data.
/// </summary>
/// <param name="Blocks">By index, ascending: exactly the blocks that the forced order names.</param>
/// <param name="HiddenLeaves">Leaves of all other indices, ascending.</param>
public sealed record Opening(Transcript Transcript, Sequence<OpenedBlock> Blocks, Sequence<Hash256> HiddenLeaves) : ICanonical<Opening>
{
    /// <summary>Bytes of a canonical opening at most; a module's own limit is usually lower.</summary>
    public const int MaxLength = 64 << 20;

    public Hash256 Hash => DomainHash.Of("deai.learning.opening.v1", Canonical.Encode(this));

    /// <summary>Opens a run.</summary>
    /// <param name="salts">One per block.</param>
    public static Opening Of(TrainingRun run, TrainingPlan plan, ReadOnlySpan<DataBlock> blocks, ReadOnlySpan<Bytes32> salts)
    {
        if (salts.Length != blocks.Length)
        {
            throw new ArgumentException($"{salts.Length} salts for {blocks.Length} blocks.", nameof(salts));
        }

        bool[] used = UsedBlocks(BatchOrder.From(plan.Seed, blocks.Length, plan.Steps).Span, blocks.Length);
        ImmutableArray<OpenedBlock>.Builder opened = ImmutableArray.CreateBuilder<OpenedBlock>();
        ImmutableArray<Hash256>.Builder hidden = ImmutableArray.CreateBuilder<Hash256>();
        for (int i = 0; i < blocks.Length; i++)
        {
            if (used[i])
            {
                opened.Add(new OpenedBlock(i, salts[i], blocks[i]));
            }
            else
            {
                hidden.Add(blocks[i].SaltedLeaf(salts[i]));
            }
        }

        return new Opening(run.Transcript, new Sequence<OpenedBlock>(opened.ToImmutable()), new Sequence<Hash256>(hidden.ToImmutable()));
    }

    /// <summary>The root that a member registers before the seed is known.</summary>
    public static Hash256 DataRoot(ReadOnlySpan<DataBlock> blocks, ReadOnlySpan<Bytes32> salts)
    {
        Hash256[] leaves = new Hash256[blocks.Length];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = blocks[i].SaltedLeaf(salts[i]);
        }

        return MerkleTree.Root(leaves);
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        Transcript.Encode(writer);
        writer.Write(Blocks);
        writer.WriteArrayHeader(HiddenLeaves.Count);
        foreach (Hash256 leaf in HiddenLeaves.Span)
        {
            writer.Write(leaf);
        }
    }

    public static Opening Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        Transcript transcript = Transcript.Decode(ref reader);
        Sequence<OpenedBlock> blocks = reader.ReadSequence<OpenedBlock>(BatchOrder.MaxBlocks);
        int count = reader.ReadArrayHeaderUpTo(BatchOrder.MaxBlocks);
        ImmutableArray<Hash256>.Builder hidden = ImmutableArray.CreateBuilder<Hash256>();
        for (int i = 0; i < count && reader.Failure is null; i++)
        {
            hidden.Add(reader.ReadHash256());
        }

        return new Opening(transcript, blocks, new Sequence<Hash256>(hidden.ToImmutable()));
    }

    internal static bool[] UsedBlocks(ReadOnlySpan<int> order, int blockCount)
    {
        bool[] used = new bool[blockCount];
        foreach (int index in order)
        {
            used[index] = true;
        }

        return used;
    }
}
