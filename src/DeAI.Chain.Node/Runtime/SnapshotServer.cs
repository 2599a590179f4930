using DeAI.Chain.Network;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Messages.Snapshots;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Gives states to peers that sync by snapshot, a few at a time, beside the loop.</summary>
internal sealed class SnapshotServer(ChainStore store, PeerNetwork network, NodeFailure failure)
{
    private const int MaxAnswers = 8;

    /// <summary>One answer at a time for each peer: one that does not read what it asked for keeps nobody else waiting.</summary>
    private readonly PeerBudget _answers = new(1, MaxAnswers);
    private readonly SnapshotReader _reader = new(store);

    public void Offer(PublicKey to, Epoch from) => Start(to, () => new SnapshotMessage.Offered(_reader.Offer(from)));

    public void Serve(PublicKey to, ChunkRequest request) => Start(to, () => new SnapshotMessage.Chunk(_reader.Chunk(request)));

    private void Start(PublicKey to, Func<SnapshotMessage> read)
    {
        if (_answers.TryTake(to, 1))
        {
            _ = Task.Run(() => Answer(to, read));
        }
    }

    /// <summary>Answers the peer, unless enough others are being answered: it asks again or asks somebody else.</summary>
    private async Task Answer(PublicKey to, Func<SnapshotMessage> read)
    {
        try
        {
            await network.SendAsync(to, ChannelClass.Sync, Canonical.Encode(new SyncMessage(read())), CancellationToken.None);
        }
        catch (Exception exception)
        {
            failure.Report("reading the state for a peer failed", exception);
        }
        finally
        {
            _answers.Release(to, 1);
        }
    }
}
