namespace DeAI.Chain.Replica.Tests.Testing;

/// <summary>Nodes joined by queues without loss or delay; time moves by hand.</summary>
internal sealed class TestCluster
{
    private const long StepMs = 5;

    private readonly Queue<Action> _queue = new();

    /// <param name="validators">Of genesis.</param>
    /// <param name="nodes">All, validators first.</param>
    /// <param name="newestRules">What each node's program knows; null: all the same.</param>
    /// <param name="parameters">In place of those of <see cref="TestChain"/>, as members of JSON.</param>
    public TestCluster(int validators, int nodes, Func<int, ulong>? newestRules = null, string? parameters = null)
    {
        Chain = new TestChain(validators, parameters);
        Nodes = [.. Enumerable.Range(0, nodes).Select(index => new TestNode(this, index, newestRules?.Invoke(index) ?? RuleVersions.Newest))];
    }

    public TestChain Chain { get; }

    public TestNode[] Nodes { get; }

    public long NowMs { get; private set; } = TestChain.StartMs;

    public void StartAll()
    {
        foreach (TestNode node in Nodes)
        {
            node.Start();
        }
    }

    public void Post(TestNode node, ReplicaInput input) => _queue.Enqueue(() => node.Take(input));

    public void Send(TestNode from, PublicKey to, Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (Array.Find(Nodes, node => node.Key.PublicKey == to) is { } node)
        {
            Post(node, new ReplicaInput.FrameReceived(from.Key.PublicKey, channel, frame));
        }
    }

    public void Broadcast(TestNode from, Channel channel, ReadOnlyMemory<byte> frame)
    {
        foreach (TestNode node in Nodes.Where(node => node != from))
        {
            Post(node, new ReplicaInput.FrameReceived(from.Key.PublicKey, channel, frame));
        }
    }

    /// <summary>Lets time pass until the condition holds.</summary>
    /// <returns>Whether it came to hold within the time.</returns>
    public bool RunUntil(Func<bool> isDone, long withinMs = 20_000)
    {
        long until = NowMs + withinMs;
        while (NowMs < until)
        {
            Drain();
            if (isDone())
            {
                return true;
            }

            NowMs += StepMs;
            foreach (TestNode node in Nodes)
            {
                node.Take(new ReplicaInput.Tick(NowMs));
            }
        }

        return false;
    }

    private void Drain()
    {
        while (_queue.TryDequeue(out Action? action))
        {
            action();
        }
    }
}
