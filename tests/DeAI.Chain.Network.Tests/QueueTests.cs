using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network.Tests;

public sealed class QueueTests
{
    private static readonly PublicKey s_alice = new(Filled(1));
    private static readonly PublicKey s_bob = new(Filled(2));

    private static QueueBounds Bounds(int frames) => new()
    {
        Consensus = new QueueBound(frames, 1 << 20),
        Blocks = new QueueBound(frames, 1 << 20),
        Transactions = new QueueBound(frames, 1 << 20),
        Sync = new QueueBound(frames, 1 << 20),
    };

    [Fact]
    public void Take_AllClassesQueued_MostUrgentFirst()
    {
        OutgoingQueue queue = new(Bounds(10));
        queue.TryEnqueue(ChannelClass.Sync, new byte[] { 4 });
        queue.TryEnqueue(ChannelClass.Transactions, new byte[] { 3 });
        queue.TryEnqueue(ChannelClass.Blocks, new byte[] { 2 });
        queue.TryEnqueue(ChannelClass.Consensus, new byte[] { 1 });
        queue.SetControl(ControlKind.Ping, ControlFrames.Ping(1));
        Assert.Equal([0, 1, 2, 3, 4], TakeAll(queue).Select(f => (int)f.ChannelClass));
    }

    [Fact]
    public void TryEnqueue_FullConsensus_DropsTheOldest()
    {
        OutgoingQueue queue = new(Bounds(2));
        Assert.Equal(SendOutcome.Queued, queue.TryEnqueue(ChannelClass.Consensus, new byte[] { 1 }));
        Assert.Equal(SendOutcome.Queued, queue.TryEnqueue(ChannelClass.Consensus, new byte[] { 2 }));
        Assert.Equal(SendOutcome.QueuedOldestDropped, queue.TryEnqueue(ChannelClass.Consensus, new byte[] { 3 }));
        Assert.Equal([2, 3], TakeAll(queue).Select(f => (int)f.Payload.Span[0]));
        Assert.Equal(1, queue.Dropped(ChannelClass.Consensus));
    }

    [Fact]
    public void TryEnqueue_FullTransactions_DropsTheNewest()
    {
        OutgoingQueue queue = new(Bounds(2));
        queue.TryEnqueue(ChannelClass.Transactions, new byte[] { 1 });
        queue.TryEnqueue(ChannelClass.Transactions, new byte[] { 2 });
        Assert.Equal(SendOutcome.QueueFull, queue.TryEnqueue(ChannelClass.Transactions, new byte[] { 3 }));
        Assert.Equal([1, 2], TakeAll(queue).Select(f => (int)f.Payload.Span[0]));
        Assert.Equal(1, queue.Dropped(ChannelClass.Transactions));
    }

    [Fact]
    public void TryEnqueue_ByteBound_CountsPayloadAndOverhead()
    {
        QueueBounds bounds = Bounds(100) with { Transactions = new QueueBound(100, 2 * (36 + QueueBound.FrameOverhead)) };
        OutgoingQueue queue = new(bounds);
        Assert.Equal(SendOutcome.Queued, queue.TryEnqueue(ChannelClass.Transactions, new byte[36]));
        Assert.Equal(SendOutcome.Queued, queue.TryEnqueue(ChannelClass.Transactions, new byte[36]));
        Assert.Equal(SendOutcome.QueueFull, queue.TryEnqueue(ChannelClass.Transactions, new byte[1]));
        Assert.Equal(200, queue.QueuedBytes);
    }

    [Fact]
    public async Task EnqueueAsync_FullSync_WaitsForRoomAndForClosing()
    {
        OutgoingQueue queue = new(Bounds(1));
        Assert.Equal(SendOutcome.Queued, await queue.EnqueueAsync(ChannelClass.Sync, new byte[] { 1 }, CancellationToken.None));
        Assert.Equal(SendOutcome.QueueFull, queue.TryEnqueue(ChannelClass.Sync, new byte[] { 9 }));
        ValueTask<SendOutcome> second = queue.EnqueueAsync(ChannelClass.Sync, new byte[] { 2 }, CancellationToken.None);
        Assert.False(second.IsCompleted);
        TakeAll(queue);
        Assert.Equal(SendOutcome.Queued, await second);
        ValueTask<SendOutcome> third = queue.EnqueueAsync(ChannelClass.Sync, new byte[] { 3 }, CancellationToken.None);
        queue.Close();
        Assert.Equal(SendOutcome.NotConnected, await third);
    }

    [Fact]
    public void Take_SteadyGossip_StillLetsSyncThrough()
    {
        OutgoingQueue queue = new(Bounds(10_000));
        queue.TryEnqueue(ChannelClass.Sync, new byte[100]);
        bool through = false;
        for (int round = 0; round < 8 && !through; round++)
        {
            for (int i = 0; i < 20; i++)
            {
                queue.TryEnqueue(ChannelClass.Transactions, new byte[100]);
            }

            List<OutgoingFrame> batch = [];
            queue.Take(batch, maxBytes: 1_000);
            through = batch.Exists(f => f.ChannelClass == (byte)ChannelClass.Sync);
        }

        Assert.True(through);
    }

    [Fact]
    public void Take_Goodbye_IsTheLastAndClosesTheQueue()
    {
        OutgoingQueue queue = new(Bounds(10));
        queue.TryEnqueue(ChannelClass.Transactions, new byte[] { 1 });
        queue.SetControl(ControlKind.Goodbye, ControlFrames.Goodbye(NetworkErrors.ShuttingDown));
        OutgoingFrame frame = Assert.Single(TakeAll(queue));
        Assert.Equal((byte)ControlKind.Goodbye, frame.Payload.Span[0]);
        Assert.Equal(SendOutcome.NotConnected, queue.TryEnqueue(ChannelClass.Consensus, new byte[] { 1 }));
    }

    [Fact]
    public void SetControl_FloodOfPings_HoldsOnePong()
    {
        OutgoingQueue queue = new(Bounds(10));
        for (ulong i = 0; i < 10_000; i++)
        {
            queue.SetControl(ControlKind.Pong, ControlFrames.Pong(i));
        }

        OutgoingFrame frame = Assert.Single(TakeAll(queue));
        Assert.Equal(ControlFrames.Pong(9_999), frame.Payload.ToArray());
    }

    [Fact]
    public void TryRead_OnePeerFloods_OthersTakeTurns()
    {
        Inbox inbox = new(Bounds(100));
        InboxLane alice = inbox.Attach(s_alice);
        InboxLane bob = inbox.Attach(s_bob);
        for (int i = 0; i < 100; i++)
        {
            Assert.True(inbox.TryPost(alice, ChannelClass.Transactions, new byte[] { 0 }));
        }

        Assert.False(inbox.TryPost(alice, ChannelClass.Transactions, new byte[] { 0 }));
        Assert.True(inbox.TryPost(bob, ChannelClass.Transactions, new byte[] { 1 }));
        Assert.True(inbox.TryPost(bob, ChannelClass.Transactions, new byte[] { 2 }));
        List<PublicKey> order = [];
        for (int i = 0; i < 4; i++)
        {
            Assert.True(inbox.TryRead(out ReceivedFrame frame));
            order.Add(frame.Peer);
        }

        Assert.Equal([s_alice, s_bob, s_alice, s_bob], order);
    }

    [Fact]
    public void TryRead_MixedClasses_ServesConsensusFirstAndStarvesNone()
    {
        Inbox inbox = new(Bounds(100));
        InboxLane lane = inbox.Attach(s_alice);
        inbox.TryPost(lane, ChannelClass.Sync, new byte[] { 1 });
        for (int i = 0; i < 50; i++)
        {
            inbox.TryPost(lane, ChannelClass.Consensus, new byte[] { 1 });
        }

        List<ChannelClass> order = [];
        while (inbox.TryRead(out ReceivedFrame frame))
        {
            order.Add(frame.Channel);
        }

        Assert.Equal(51, order.Count);
        Assert.Equal(ChannelClass.Consensus, order[0]);
        Assert.InRange(order.IndexOf(ChannelClass.Sync), 1, 16);
    }

    [Fact]
    public void Attach_PeerReconnectsWithUnreadFrames_GetsNoNewRoom()
    {
        Inbox inbox = new(Bounds(3));
        InboxLane first = inbox.Attach(s_alice);
        while (inbox.TryPost(first, ChannelClass.Transactions, new byte[1]))
        {
        }

        inbox.Detach(first);
        InboxLane second = inbox.Attach(s_alice);
        Assert.False(inbox.TryPost(second, ChannelClass.Transactions, new byte[1]));
        Assert.Equal(3, inbox.Count);
    }

    [Fact]
    public async Task Complete_WithUnreadFrames_LetsThemBeReadAndThenEnds()
    {
        Inbox inbox = new(Bounds(3));
        inbox.TryPost(inbox.Attach(s_alice), ChannelClass.Sync, new byte[1]);
        inbox.Complete();
        Assert.True(await inbox.WaitToReadAsync());
        Assert.False(inbox.Completion.IsCompleted);
        Assert.True(inbox.TryRead(out _));
        Assert.False(await inbox.WaitToReadAsync());
        await inbox.Completion;
    }

    [Fact]
    public void Next_Backoff_DoublesToItsCapWithinItsJitter()
    {
        Backoff backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), new Random(1));
        double[] full = [100, 200, 400, 800, 1000, 1000];
        foreach (double most in full)
        {
            Assert.InRange(backoff.Next().TotalMilliseconds, most / 2, most);
        }

        backoff.Reset();
        Assert.InRange(backoff.Next().TotalMilliseconds, 50, 100);
    }

    private static byte[] Filled(byte value)
    {
        byte[] bytes = new byte[32];
        Array.Fill(bytes, value);
        return bytes;
    }

    private static List<OutgoingFrame> TakeAll(OutgoingQueue queue)
    {
        List<OutgoingFrame> batch = [];
        queue.Take(batch, int.MaxValue);
        return batch;
    }
}
