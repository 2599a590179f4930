using System.Collections.Immutable;
using System.Numerics;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>Answers sync with blocks and states that were tampered with, in the wrong place, or not at all.</summary>
internal sealed class LyingSyncAdversary(World world, CounterRandom random) : IAdversary
{
    public string Name => "lying_sync";

    public bool Intercept(SimulatedNode node, ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.ServeBlocks serve:
                world.Faults.Count("lying_sync_answer");
                Answer(node, serve.To, Lie(node.Disk.Serve(serve.From)) is { } lie ? Canonical.Encode(new SyncMessage(null, lie)) : null);
                return true;
            case ReplicaEffect.ServeSnapshot serve:
                world.Faults.Count("lying_snapshot_offer");
                Answer(node, serve.To, SnapshotLies.Offer(node.Disk, serve.From, random));
                return true;
            case ReplicaEffect.ServeChunk serve:
                world.Faults.Count("lying_snapshot_chunk");
                Answer(node, serve.To, SnapshotLies.Chunk(node.Disk, serve.Request, random));
                return true;
            default:
                return false;
        }
    }

    private void Answer(SimulatedNode node, PublicKey to, byte[]? frame)
    {
        if (frame is not null)
        {
            node.SendTo(world.Nodes.FindIndex(other => other.Key == to), Channel.Sync, frame);
        }
    }

    private SyncAnswer? Lie(SyncAnswer honest)
    {
        if (honest.Segments.Count == 0)
        {
            return honest with { Tip = new Height(ulong.MaxValue) };
        }

        int victim = random.Below(honest.Segments.Count);
        FinalizedSegment segment = honest.Segments[victim];
        FinalizedSegment other = honest.Segments[random.Below(honest.Segments.Count)];
        return random.Below(7) switch
        {
            0 => null,
            1 => honest with { From = honest.From.Next },
            2 => honest with { Segments = new Sequence<FinalizedSegment>(honest.Segments.Items.RemoveAt(0)) },
            3 => With(honest, victim, segment with { Certificate = other.Certificate }),
            4 => With(honest, victim, Thinned(segment)),
            5 => With(honest, victim, Renamed(segment)),
            _ => With(honest, victim, Tampered(segment)),
        };
    }

    private static SyncAnswer With(SyncAnswer answer, int victim, FinalizedSegment segment) =>
        answer with { Segments = new Sequence<FinalizedSegment>(answer.Segments.Items.SetItem(victim, segment)) };

    /// <summary>The certificate with its last vote taken out.</summary>
    private static FinalizedSegment Thinned(FinalizedSegment segment)
    {
        byte[] bitmap = segment.Certificate.Bitmap.Span.ToArray();
        int last = Array.FindLastIndex(bitmap, static bits => bits != 0);
        bitmap[last] &= (byte)~(1 << BitOperations.Log2(bitmap[last]));
        Blob signatures = new(segment.Certificate.Signatures.Memory[..^Primitives.Signature.Length]);
        return segment with { Certificate = segment.Certificate with { Bitmap = new Blob(bitmap), Signatures = signatures } };
    }

    /// <summary>A block that was tampered with under a certificate that names it, with the signatures for the real one.</summary>
    private static FinalizedSegment Renamed(FinalizedSegment segment)
    {
        FinalizedSegment tampered = Tampered(segment);
        Vote vote = Vote.Finalize(segment.Certificate.Vote.View, tampered.Blocks[^1].Header.Digest);
        return tampered with { Certificate = segment.Certificate with { Vote = vote } };
    }

    private static FinalizedSegment Tampered(FinalizedSegment segment)
    {
        Block last = segment.Blocks[^1];
        ImmutableArray<Block> blocks = segment.Blocks.Items.SetItem(segment.Blocks.Count - 1, last with { Header = last.Header with { StateRoot = last.Header.Parent } });
        return segment with { Blocks = new Sequence<Block>(blocks) };
    }
}
