using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Network;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Reads finalized blocks for peers that are behind, a few at a time, beside the loop.</summary>
internal sealed class BlockServer(ChainStore store, PeerNetwork network, NodeFailure failure)
{
    private const int MaxAnswers = 8;

    /// <summary>One answer at a time for each peer: one that does not read what it asked for keeps nobody else waiting.</summary>
    private readonly PeerBudget _answers = new(1, MaxAnswers);

    /// <summary>Answers the peer, unless enough others are being answered: it asks again or asks somebody else.</summary>
    public void Serve(PublicKey to, Height from)
    {
        if (_answers.TryTake(to, 1))
        {
            _ = Task.Run(() => Answer(to, from));
        }
    }

    private async Task Answer(PublicKey to, Height from)
    {
        try
        {
            SyncMessage message = new(null, Read(store, from));
            await network.SendAsync(to, ChannelClass.Sync, Canonical.Encode(message), CancellationToken.None);
        }
        catch (Exception exception)
        {
            failure.Report("reading blocks for a peer failed", exception);
        }
        finally
        {
            _answers.Release(to, 1);
        }
    }

    /// <summary>As many segments as fit. They end where blocks are missing: a node that began with a state has headers before it, and no blocks.</summary>
    internal static SyncAnswer Read(ChainStore store, Height from)
    {
        Height tip = store.Tip!.Header.Height;
        List<FinalizedSegment> segments = [];
        long bytes = 0;
        Height next = from;
        while (next.Value > 0 && next <= tip && bytes < SyncAnswer.TargetBytes && segments.Count < SyncAnswer.MaxSegments)
        {
            if (store.Blocks.SegmentOf(next) is not { } end || BlocksOf(store, next, end.Last) is not { } blocks)
            {
                break;
            }

            long size = blocks.Sum(static block => block.Transactions.Items.Sum(static transaction => (long)transaction.Length) + BlockHeader.MaxBytes);
            if (segments.Count > 0 && bytes + size > FinalizedSegment.TargetBytes)
            {
                // With the segments before it, it might not fit into a frame; it comes first in the next answer.
                break;
            }

            bytes += size;
            segments.Add(new FinalizedSegment(Sequence.From(blocks), end.Segment.Carriers, end.Segment.Certificate));
            next = end.Last.Next;
        }

        return new SyncAnswer(from, tip, Sequence.From(segments));
    }

    private static List<Block>? BlocksOf(ChainStore store, Height first, Height last)
    {
        List<Block> blocks = [];
        for (Height height = first; height <= last; height = height.Next)
        {
            if (store.Blocks.Block(height) is not { } block)
            {
                return null;
            }

            blocks.Add(block);
        }

        return blocks;
    }
}
