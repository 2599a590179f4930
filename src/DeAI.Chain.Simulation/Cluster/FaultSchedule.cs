using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>Partitions and crashes at random times until healing.</summary>
internal sealed class FaultSchedule(World world)
{
    private readonly CounterRandom _random = world.Stream(4, 0);

    /// <summary>The node that starts late; -1 if none does.</summary>
    public int LateNode { get; set; } = -1;

    public void Plan(int untilMs)
    {
        if (world.Options.Faults.HasFlag(SimulationFaults.Partition))
        {
            PlanPartitions(untilMs);
        }

        if (world.Options.Faults.HasFlag(SimulationFaults.Crash))
        {
            PlanCrashes(untilMs);
        }
    }

    /// <summary>Ends every fault: one network, all nodes up.</summary>
    public void Heal()
    {
        world.FaultsAreOn = false;
        world.Network.Partition(0);
        foreach (SimulatedNode node in world.Nodes.Where(static node => !node.IsRunning))
        {
            node.Start();
        }
    }

    private void PlanPartitions(int untilMs)
    {
        int count = _random.Between(1, 3);
        for (int i = 0; i < count; i++)
        {
            int start = _random.Below(untilMs);
            int length = _random.Between(100, 1500);
            ulong cut = _random.Next() & ((1UL << world.Nodes.Count) - 1);
            world.Events.At(start, () => Cut(cut));
            world.Events.At(Math.Min(untilMs - 1, start + length), () => Cut(0));
        }
    }

    private void Cut(ulong cut)
    {
        if (cut != 0)
        {
            world.Faults.Count("partition");
        }

        world.Network.Partition(cut);
    }

    private void PlanCrashes(int untilMs)
    {
        int count = _random.Between(1, 4);
        for (int i = 0; i < count; i++)
        {
            SimulatedNode node = world.Nodes[_random.Below(world.Nodes.Count)];
            int start = _random.Below(untilMs);
            int down = _random.Between(1, 1500);
            world.Events.At(start, node.Crash);
            world.Events.At(Math.Min(untilMs - 1, start + down), () => Restart(node));
        }

        if (_random.Chance(200))
        {
            // Power failure: all at once.
            int start = _random.Below(untilMs);
            world.Events.At(start, () => world.Nodes.ForEach(static node => node.Crash()));
            world.Events.At(Math.Min(untilMs - 1, start + 200), () => world.Nodes.ForEach(Restart));
        }
    }

    private void Restart(SimulatedNode node)
    {
        if (!node.IsRunning && node.Index != LateNode)
        {
            node.Start();
        }
    }
}
