using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Network;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Reads finalized blocks for peers that are behind, a few at a time, beside the loop.</summary>
internal sealed class BlockServer(ChainStore store, PeerNetwork network, NodeFailure failure) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(2);

    /// <summary>Answers the peer, unless enough others are being answered: it asks again or asks somebody else.</summary>
    public void Serve(PublicKey to, Height from) => _ = Task.Run(() => Answer(to, from));

    public void Dispose() => _slots.Dispose();

    private async Task Answer(PublicKey to, Height from)
    {
        if (!await _slots.WaitAsync(TimeSpan.FromSeconds(1)))
        {
            return;
        }

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
            _slots.Release();
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
