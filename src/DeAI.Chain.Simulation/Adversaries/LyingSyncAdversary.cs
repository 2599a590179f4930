using System.Collections.Immutable;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>Answers block sync with blocks that were tampered with, in the wrong place, or not at all.</summary>
internal sealed class LyingSyncAdversary(World world, CounterRandom random) : IAdversary
{
    public string Name => "lying_sync";

    public bool Intercept(SimulatedNode node, ReplicaEffect effect)
    {
        if (effect is not ReplicaEffect.ServeBlocks serve)
        {
            return false;
        }

        world.Faults.Count("lying_sync_answer");
        SyncAnswer honest = node.Disk.Serve(serve.From);
        if (Lie(honest) is { } lie)
        {
            int to = world.Nodes.FindIndex(other => other.Key == serve.To);
            node.SendTo(to, Channel.Sync, Canonical.Encode(new SyncMessage(null, lie)));
        }

        return true;
    }

    private SyncAnswer? Lie(SyncAnswer honest)
    {
        if (honest.Segments.Count == 0)
        {
            return honest with { Tip = new Height(ulong.MaxValue) };
        }

        int victim = random.Below(honest.Segments.Count);
        return random.Below(4) switch
        {
            0 => null,
            1 => honest with { From = honest.From.Next },
            2 => honest with { Segments = new Sequence<FinalizedSegment>(honest.Segments.Items.RemoveAt(0)) },
            _ => honest with { Segments = new Sequence<FinalizedSegment>(honest.Segments.Items.SetItem(victim, Tampered(honest.Segments[victim]))) },
        };
    }

    private static FinalizedSegment Tampered(FinalizedSegment segment)
    {
        Block last = segment.Blocks[^1];
        ImmutableArray<Block> blocks = segment.Blocks.Items.SetItem(segment.Blocks.Count - 1, last with { Header = last.Header with { StateRoot = last.Header.Parent } });
        return segment with { Blocks = new Sequence<Block>(blocks) };
    }
}
