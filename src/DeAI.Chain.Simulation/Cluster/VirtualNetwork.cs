using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Events;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>Carries frames between nodes; loses, delays, repeats and cuts them off as the run's faults say.</summary>
internal sealed class VirtualNetwork(World world)
{
    private readonly CounterRandom _random = world.Stream(1, 0);
    private readonly SortedSet<(int From, int To)> _oneWay = [];
    private readonly SortedSet<(int From, int To)> _apart = [];
    private ulong _cutOff;

    /// <summary>Splits the nodes by these bits; 0 for one network.</summary>
    public void Partition(ulong cutOff)
    {
        _cutOff = cutOff;
        world.Trace.Add(world.Events.NowMs, cutOff == 0 ? TraceKind.Healed : TraceKind.Partitioned, (int)cutOff);
    }

    /// <summary>Cuts one direction of a link, or mends it.</summary>
    public void CutOneWay(int from, int to, bool cut) => Set(_oneWay, from, to, cut);

    /// <summary>Keeps two nodes from each other, whatever else is cut: for machines that share a key.</summary>
    public void KeepApart(int one, int other, bool apart)
    {
        Set(_apart, one, other, apart);
        Set(_apart, other, one, apart);
    }

    public void MendLinks() => _oneWay.Clear();

    public void Send(int from, int to, Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (((_cutOff >> from) & 1) != ((_cutOff >> to) & 1) || _oneWay.Contains((from, to)) || _apart.Contains((from, to)))
        {
            Lose(to, "partitioned_frame");
            return;
        }

        if (world.Has(SimulationFaults.Loss) && _random.Chance(100))
        {
            Lose(to, "lost_frame");
            return;
        }

        Deliver(from, to, channel, frame);
        if (world.Has(SimulationFaults.Duplication) && _random.Chance(50))
        {
            world.Faults.Count("duplicated_frame");
            Deliver(from, to, channel, frame);
        }
    }

    private void Deliver(int from, int to, Channel channel, ReadOnlyMemory<byte> frame)
    {
        world.Latency?.Sent(frame.Length);
        int delay = world.Pace.DelayMs + _random.Below(world.Pace.DelayBound);
        if (world.Has(SimulationFaults.Delay) && _random.Chance(80))
        {
            delay *= 1 + _random.Below(10);
            world.Faults.Count("delayed_frame");
        }

        world.Events.In(delay, () =>
        {
            SimulatedNode node = world.Nodes[to];
            world.Trace.Add(world.Events.NowMs, node.IsRunning ? TraceKind.Delivered : TraceKind.Lost, to, frame.Span);
            node.Receive(world.Nodes[from], channel, frame);
        });
    }

    private void Lose(int to, string fault)
    {
        world.Faults.Count(fault);
        world.Trace.Add(world.Events.NowMs, TraceKind.Lost, to);
    }

    private static void Set(SortedSet<(int From, int To)> links, int from, int to, bool cut)
    {
        if (cut)
        {
            links.Add((from, to));
        }
        else
        {
            links.Remove((from, to));
        }
    }
}
