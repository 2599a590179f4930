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
            SyncMessage message = new(null, Read(from));
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

    private SyncAnswer Read(Height from)
    {
        Height tip = store.Tip!.Header.Height;
        List<FinalizedSegment> segments = [];
        long bytes = 0;
        Height next = from;
        while (next.Value > 0 && next <= tip && bytes < SyncAnswer.TargetBytes && segments.Count < SyncAnswer.MaxSegments)
        {
            if (store.Blocks.SegmentOf(next) is not { } end)
            {
                break;
            }

            List<Block> blocks = [];
            for (Height height = next; height <= end.Last; height = height.Next)
            {
                Block block = store.Blocks.Block(height)
                    ?? throw new InvalidOperationException($"Height {height} is final and its block is not stored.");
                bytes += block.Transactions.Items.Sum(static transaction => (long)transaction.Length) + BlockHeader.MaxBytes;
                blocks.Add(block);
            }

            segments.Add(new FinalizedSegment(Sequence.From(blocks), end.Segment.Carriers, end.Segment.Certificate));
            next = end.Last.Next;
        }

        return new SyncAnswer(from, tip, Sequence.From(segments));
    }
}
