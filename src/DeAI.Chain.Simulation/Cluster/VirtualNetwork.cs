using DeAI.Chain.Replica;
using DeAI.Chain.Simulation.Events;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>Carries frames between nodes; loses, delays, repeats and cuts them off as the run's faults say.</summary>
internal sealed class VirtualNetwork(World world)
{
    private readonly CounterRandom _random = world.Stream(1, 0);
    private ulong _cutOff;

    /// <summary>Splits the nodes by these bits; 0 for one network.</summary>
    public void Partition(ulong cutOff)
    {
        _cutOff = cutOff;
        world.Trace.Add(world.Events.NowMs, cutOff == 0 ? TraceKind.Healed : TraceKind.Partitioned, (int)cutOff);
    }

    public bool AreConnected(int one, int other) => ((_cutOff >> one) & 1) == ((_cutOff >> other) & 1);

    public void Send(int from, int to, Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (!AreConnected(from, to))
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
        int delay = 1 + _random.Below(6);
        if (world.Has(SimulationFaults.Delay) && _random.Chance(80))
        {
            delay *= 1 + _random.Below(10);
            world.Faults.Count("delayed_frame");
        }

        world.Events.In(delay, () =>
        {
            SimulatedNode node = world.Nodes[to];
            world.Trace.Add(world.Events.NowMs, node.IsRunning ? TraceKind.Delivered : TraceKind.Lost, to, frame.Span);
            node.Take(new ReplicaInput.FrameReceived(world.Chain.Keys[from].PublicKey, channel, frame));
        });
    }

    private void Lose(int to, string fault)
    {
        world.Faults.Count(fault);
        world.Trace.Add(world.Events.NowMs, TraceKind.Lost, to);
    }
}
