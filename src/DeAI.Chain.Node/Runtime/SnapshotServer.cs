using DeAI.Chain.Network;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Messages.Snapshots;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Gives states to peers that sync by snapshot, a few at a time, beside the loop.</summary>
internal sealed class SnapshotServer(ChainStore store, PeerNetwork network, NodeFailure failure) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(2);
    private readonly SnapshotReader _reader = new(store);

    public void Offer(PublicKey to, Epoch from) => _ = Task.Run(() => Answer(to, () => new SnapshotMessage.Offered(_reader.Offer(from))));

    public void Serve(PublicKey to, ChunkRequest request) => _ = Task.Run(() => Answer(to, () => new SnapshotMessage.Chunk(_reader.Chunk(request))));

    public void Dispose() => _slots.Dispose();

    /// <summary>Answers the peer, unless enough others are being answered: it asks again or asks somebody else.</summary>
    private async Task Answer(PublicKey to, Func<SnapshotMessage> read)
    {
        if (!await _slots.WaitAsync(TimeSpan.FromSeconds(1)))
        {
            return;
        }

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
            _slots.Release();
        }
    }
}
