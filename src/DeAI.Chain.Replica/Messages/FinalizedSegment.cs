using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages;

/// <summary>Consecutive blocks that one finalization certificate committed together.</summary>
/// <param name="Blocks">Ascending, each the parent of the next.</param>
/// <param name="Carriers">
/// Headers from the last block's child to the certified one; empty unless the last block closes its epoch and a carrier was certified.
/// </param>
/// <param name="Certificate">The finalization of the last of them.</param>
public sealed record FinalizedSegment(Sequence<Block> Blocks, Sequence<BlockHeader> Carriers, Certificate Certificate)
    : ICanonical<FinalizedSegment>
{
    public const int MaxBlocks = 4096;
    public const int MaxCarriers = 4096;

    /// <summary>
    /// Encoded transactions that leaders let become final together. One certificate's blocks travel in one frame, and no certificate stands for a
    /// part of them: beyond the frame's 16 MiB no node could be served them any more.
    /// </summary>
    public const long TargetBytes = 12L * 1024 * 1024;

    /// <summary>Beyond this much a node votes for no block with transactions, whatever its leader thinks. The rest of the frame is for headers.</summary>
    public const long MaxBytes = 14L * 1024 * 1024;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Blocks);
        writer.Write(Carriers);
        writer.Write(Certificate);
    }

    public static FinalizedSegment Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new FinalizedSegment(
            reader.ReadSequence<Block>(MaxBlocks), reader.ReadSequence<BlockHeader>(MaxCarriers), reader.Read<Certificate>());
    }

    /// <summary>The segment without the blocks at or below a height; null if none is left.</summary>
    public FinalizedSegment? Above(Height height)
    {
        if (Blocks.Count == 0 || Blocks[^1].Header.Height <= height)
        {
            return null;
        }

        return Blocks[0].Header.Height > height
            ? this
            : this with { Blocks = Sequence.From(Blocks.Where(block => block.Header.Height > height)) };
    }

    /// <summary>The digest that the certificate must be for, or null where the links between blocks and carriers do not hold.</summary>
    public Hash256? CertifiedDigest(Hash256 parent)
    {
        Hash256 expected = parent;
        bool isOver = false;
        foreach (Block block in Blocks.Span)
        {
            // What follows a closing block in its epoch is final as well, but a carrier and no block.
            if (block.Header.Parent != expected || isOver)
            {
                return null;
            }

            expected = block.Header.Digest;
            isOver = block.Header.ClosesEpoch;
        }

        foreach (BlockHeader carrier in Carriers.Span)
        {
            if (carrier.Parent != expected || !carrier.IsCarrier)
            {
                return null;
            }

            expected = carrier.Digest;
        }

        return Blocks.Count == 0 ? null : expected;
    }
}
