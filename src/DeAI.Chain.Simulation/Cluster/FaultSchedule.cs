using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>Partitions, crashes, absences and clock steps at random times until healing.</summary>
internal sealed class FaultSchedule(World world)
{
    private readonly CounterRandom _random = world.Stream(4, 0);
    private readonly SortedSet<int> _away = [];

    /// <summary>The node that starts late; -1 if none does.</summary>
    public int LateNode { get; private set; } = -1;

    /// <summary>Chooses who is not there at the beginning, before anyone starts.</summary>
    public void PlanAbsence(int untilMs)
    {
        SimulatedNode[] sound = [.. world.Sound];
        if (world.Options.Faults.HasFlag(SimulationFaults.LateJoin) && sound.Length > 1)
        {
            LateNode = sound[^1].Index;
            _away.Add(LateNode);
            world.Faults.Count("late_join");
            if (_random.Chance(300))
            {
                world.Events.At(untilMs / 2, () => Return(sound[^1]));
            }
        }
    }

    public void Plan(int untilMs)
    {
        Plan(SimulationFaults.Partition, () => PlanPartitions(untilMs));
        Plan(SimulationFaults.OneWay, () => PlanOneWay(untilMs));
        Plan(SimulationFaults.Crash, () => PlanCrashes(untilMs));
        Plan(SimulationFaults.ClockSkew, () => PlanClockSteps(untilMs));
        Plan(SimulationFaults.LongAway, () => PlanLongAway(untilMs));
        Plan(SimulationFaults.FullDisk, () => PlanFullDisk(untilMs));
    }

    /// <summary>Ends every fault: one network, all nodes up, clocks set.</summary>
    public void Heal()
    {
        world.FaultsAreOn = false;
        world.Network.Partition(0);
        world.Network.MendLinks();
        foreach (SimulatedNode node in world.Nodes)
        {
            node.DiskIsFull = false;
            node.SkewMs = Math.Clamp(node.SkewMs, -200, 200);
            if (!node.IsRunning)
            {
                node.Start();
            }
        }
    }

    private void Plan(SimulationFaults fault, Action plan)
    {
        if (world.Options.Faults.HasFlag(fault))
        {
            plan();
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

    private void PlanOneWay(int untilMs)
    {
        int count = _random.Between(1, 2 * world.Nodes.Count);
        for (int i = 0; i < count; i++)
        {
            int from = _random.Below(world.Nodes.Count);
            int to = _random.Below(world.Nodes.Count);
            int start = _random.Below(untilMs);
            int end = Math.Min(untilMs - 1, start + _random.Between(100, 2000));
            world.Faults.Count("one_way_cut");
            world.Events.At(start, () => world.Network.CutOneWay(from, to, cut: true));
            world.Events.At(end, () => world.Network.CutOneWay(from, to, cut: false));
        }
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
            world.Events.At(start, PowerFailure);
            world.Events.At(Math.Min(untilMs - 1, start + 200), () => world.Nodes.ForEach(Restart));
        }
    }

    private void PowerFailure()
    {
        world.Faults.Count("power_failure");
        world.Nodes.ForEach(static node => node.Crash());
    }

    private void PlanClockSteps(int untilMs)
    {
        int count = _random.Between(1, 4);
        for (int i = 0; i < count; i++)
        {
            SimulatedNode node = world.Nodes[_random.Below(world.Nodes.Count)];
            int skewMs = _random.Between(-200, 200);
            world.Events.At(_random.Below(untilMs), () =>
            {
                world.Faults.Count("clock_step");
                node.SkewMs = skewMs;
            });
        }
    }

    private void PlanLongAway(int untilMs)
    {
        SimulatedNode[] sound = [.. world.Sound];
        if (sound.Length < 2)
        {
            return;
        }

        SimulatedNode node = sound[_random.Below(sound.Length)];
        world.Faults.Count("long_away");
        world.Events.At(_random.Between(untilMs / 20, untilMs / 5), () =>
        {
            _away.Add(node.Index);
            node.Crash();
        });
        if (_random.Chance(500))
        {
            world.Events.At(untilMs * 4L / 5, () => Return(node));
        }
    }

    private void PlanFullDisk(int untilMs)
    {
        int count = _random.Between(1, 2);
        for (int i = 0; i < count; i++)
        {
            SimulatedNode node = world.Nodes[_random.Below(world.Nodes.Count)];
            int start = _random.Below(untilMs);
            int end = Math.Min(untilMs - 1, start + _random.Between(100, 1500));
            world.Events.At(start, () => node.DiskIsFull = true);
            world.Events.At(end, () =>
            {
                node.DiskIsFull = false;
                Restart(node);
            });
        }
    }

    private void Return(SimulatedNode node)
    {
        _away.Remove(node.Index);
        Restart(node);
    }

    private void Restart(SimulatedNode node)
    {
        if (!node.IsRunning && !_away.Contains(node.Index))
        {
            node.Start();
        }
    }
}
