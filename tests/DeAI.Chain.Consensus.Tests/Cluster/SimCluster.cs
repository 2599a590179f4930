namespace DeAI.Chain.Consensus.Tests.Cluster;

public enum Adversary
{
    None,
    Silent,
    Equivocating,
    Garbage,
}

/// <summary>n machines on a virtual network, in one thread, driven by a seed.</summary>
public sealed class SimCluster
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private ulong _trace = 14695981039346656037;
    private readonly SortedDictionary<ulong, ulong> _epochStarts = [];
    private long _order;

    public SimCluster(int n, ulong seed, Adversary adversary, VerificationCache cache, ulong? closeEvery = null)
    {
        Dice = new Dice(seed);
        Cache = cache;
        CloseEvery = closeEvery;
        FirstContext = TestKeys.Context(n);
        Adversary = adversary;
        Byzantine = adversary == Adversary.None ? -1 : Dice.Below(n);
        Nodes = [.. Enumerable.Range(0, n).Select(i => new SimNode(this, i))];
    }

    public Dice Dice { get; }

    public VerificationCache Cache { get; }

    public EpochContext FirstContext { get; }

    public Adversary Adversary { get; }

    public int Byzantine { get; }

    public ulong? CloseEvery { get; }

    public SimNode[] Nodes { get; }

    public Observer Observer { get; } = new();

    public ConsensusParameters Parameters { get; } = new(60, 1500, 40, 250);

    public long Now { get; private set; }

    public int LossPercent { get; set; }

    public int MaxDelay { get; set; } = 15;

    public int DuplicatePercent { get; set; }

    /// <summary>Which side each node is on; messages do not cross.</summary>
    public int[]? Sides { get; set; }

    public long Messages { get; private set; }

    public IEnumerable<SimNode> Honest => Nodes.Where(n => n.Seat != Byzantine);

    /// <summary>FNV-1a over everything that every node asked for, with its time.</summary>
    public ulong TraceHash => _trace;

    public long FlushDelay() => Dice.Below(3);

    public long BuildDelay() => 20 + Dice.Below(20);

    public ulong? ClosesAt(Epoch epoch) => CloseEvery is { } every ? (epoch.Value + 1) * every : null;

    public void Start()
    {
        foreach (SimNode node in Nodes)
        {
            if (node.Seat != Byzantine || Adversary != Adversary.Silent)
            {
                node.Start();
            }
        }
    }

    public void At(long time, Action action) => _events.Enqueue(action, (time, _order++));

    public void RunUntil(long time, Func<bool>? stop = null)
    {
        while (_events.TryPeek(out _, out (long At, long Order) next) && next.At <= time && stop?.Invoke() != true)
        {
            Action action = _events.Dequeue();
            Now = next.At;
            action();
        }

        Now = stop?.Invoke() == true ? Now : time;
    }

    public void PostAll(SimNode from, ConsensusMessage message)
    {
        if (from.Seat == Byzantine && Adversary == Adversary.Equivocating)
        {
            Byzantium.Spread(this, from, message);
            return;
        }

        foreach (SimNode to in Nodes)
        {
            if (to != from)
            {
                Post(from, to.Key, message);
            }
        }
    }

    public void Post(SimNode from, PublicKey to, ConsensusMessage message)
    {
        SimNode? target = Array.Find(Nodes, n => n.Key == to);
        if (target is null)
        {
            return;
        }

        if (from.Seat == Byzantine && Adversary == Adversary.Garbage)
        {
            if (Byzantium.Garble(this, message) is not { } garbled)
            {
                return;
            }

            message = garbled;
        }

        Messages++;
        int copies = Dice.Chance(DuplicatePercent) ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            if (Dice.Chance(LossPercent) || (Sides is { } sides && sides[from.Seat] != sides[target.Seat]))
            {
                continue;
            }

            At(Now + 1 + Dice.Below(MaxDelay), () => target.Deliver(from.Key, message));
        }
    }

    public EpochContext Next(EpochContext context, BlockRef last)
    {
        _epochStarts[context.Epoch.Value + 1] = last.View.Value;
        return new EpochContext(TestKeys.Chain, new EpochStart(context.Epoch.Next, context.Validators, last.View, last.Digest));
    }

    /// <summary>The epoch of a node that holds these blocks.</summary>
    public EpochContext ContextOf(List<(BlockRef Block, VerifiedCertificate By)> committed)
    {
        EpochContext context = FirstContext;
        for (ulong every = CloseEvery ?? 0, height = every; every > 0 && height <= (ulong)committed.Count; height += every)
        {
            context = Next(context, committed[(int)height - 1].Block);
        }

        return context;
    }

    /// <summary>How often each effect was asked for, so that a test can tell what a run has exercised.</summary>
    public SortedDictionary<string, int> EffectCounts { get; } = [];

    public void Trace(int seat, ConsensusEffect effect)
    {
        EffectCounts[effect.GetType().Name] = EffectCounts.GetValueOrDefault(effect.GetType().Name) + 1;
        CanonicalWriter writer = new();
        writer.Write((ulong)Now);
        writer.Write((ulong)seat);
        writer.Write(effect.GetType().Name);
        switch (effect)
        {
            case ConsensusEffect.Broadcast broadcast:
                writer.Write(broadcast.Message);
                break;
            case ConsensusEffect.Send send:
                writer.Write(send.Message);
                break;
            case ConsensusEffect.SetTimer timer:
                writer.Write(timer.AtMs);
                break;
        }

        foreach (byte b in writer.WrittenSpan)
        {
            _trace = (_trace ^ b) * 1099511628211;
        }
    }
}
