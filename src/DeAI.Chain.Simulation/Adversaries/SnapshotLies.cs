using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Messages.Snapshots;
using DeAI.Chain.Simulation.Disk;
using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Adversaries;

/// <summary>What a lying peer makes of an offer or a chunk of a state; null for silence.</summary>
internal static class SnapshotLies
{
    public static byte[]? Offer(VirtualDisk disk, Epoch from, CounterRandom random)
    {
        SnapshotOffer honest = disk.Offer(from);
        if (random.Chance(500))
        {
            // Otherwise nobody would ever ask it for a chunk.
            return Encode(new SnapshotMessage.Offered(honest));
        }

        if (honest.Head is not { } head)
        {
            return random.Chance(500) ? null : Encode(new SnapshotMessage.Offered(honest with { Handovers = default }));
        }

        SnapshotOffer? lie = random.Below(7) switch
        {
            0 => null,
            1 => honest with { Head = null },
            2 => honest with { From = honest.From.Next },
            3 => honest with { Head = head with { Header = head.Header with { StateRoot = head.Header.Parent } } },
            4 => honest with { Head = head with { Header = head.Header with { Height = new Height(head.Header.Height.Value + 1_000) } } },
            5 when honest.Handovers.Count > 0 => honest with { Handovers = Sequence.From(honest.Handovers.Items.RemoveAt(0)) },
            6 when honest.Handovers.Count > 0 => honest with
            {
                Handovers = Sequence.From(honest.Handovers.Items.SetItem(0, honest.Handovers[0] with { Next = new(Sequence.From(honest.Handovers[0].Next.Seats.Items.RemoveAt(0))) })),
            },
            _ => honest with { Head = head with { Certificate = head.Certificate with { Vote = Consensus.Vote.Finalize(head.Certificate.Vote.View, head.Header.Parent) } } },
        };
        return lie is null ? null : Encode(new SnapshotMessage.Offered(lie));
    }

    public static byte[]? Chunk(VirtualDisk disk, ChunkRequest request, CounterRandom random)
    {
        ChunkAnswer honest = disk.Read(request);
        switch (random.Below(6))
        {
            case 0:
                return null;
            case 1:
                return Encode(new SnapshotMessage.Chunk(new ChunkAnswer(request, ChunkOutcome.Gone, null)));
            case 2 or 3:
                return Encode(new SnapshotMessage.Chunk(new ChunkAnswer(request, ChunkOutcome.TooLarge, null)));
            case 4 when request.Chunk.Nibbles == 0:
                // A true chunk, but a part of what was asked for.
                ChunkAnswer part = disk.Read(request with { Chunk = new ChunkId(1, (uint)random.Below(16)) });
                return Encode(new SnapshotMessage.Chunk(honest with { Chunk = part.Chunk ?? honest.Chunk }));
            default:
                byte[] frame = Encode(new SnapshotMessage.Chunk(honest));
                frame[(frame.Length / 2) + random.Below(frame.Length - (frame.Length / 2))] ^= (byte)(1 << random.Below(8));
                return frame;
        }
    }

    private static byte[] Encode(SnapshotMessage message) => Canonical.Encode(new SyncMessage(message));
}
