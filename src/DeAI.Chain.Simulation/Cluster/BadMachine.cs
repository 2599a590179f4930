using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>What hardware does to a node that runs the right software: rot, misdirected writes, a clock far off. Ends at healing.</summary>
internal static class BadMachine
{
    public static void Schedule(World world, SimulatedNode node, CounterRandom random, int untilMs)
    {
        if (world.Options.Faults.HasFlag(SimulationFaults.BadClock))
        {
            ScheduleClock(world, node, random, untilMs);
        }

        if (world.Options.Faults.HasFlag(SimulationFaults.BadDisk))
        {
            ScheduleDisk(world, node, random, untilMs);
        }
    }

    private static void ScheduleClock(World world, SimulatedNode node, CounterRandom random, int untilMs)
    {
        for (int at = 0; at < untilMs; at += random.Between(300, 2000))
        {
            long skewMs = random.Between(-6000, 6000);
            world.Events.At(at, () =>
            {
                world.Faults.Count("bad_clock");
                node.SkewMs = skewMs;
            });
        }
    }

    private static void ScheduleDisk(World world, SimulatedNode node, CounterRandom random, int untilMs)
    {
        int count = random.Between(1, 3);
        for (int i = 0; i < count; i++)
        {
            int at = random.Below(untilMs);
            int kind = random.Below(4);
            world.Events.At(at, () =>
            {
                // Damage shows when the log is read, and that is at a start; stored state is read all the time, and checksums tell.
                bool isDamaged = kind switch
                {
                    0 => node.Disk.Votes.Misdirect(random),
                    1 or 2 => node.Disk.Votes.Rot(random),
                    _ => false,
                };
                world.Faults.Count(isDamaged ? (kind == 0 ? "misdirected_write" : "bit_rot") : "state_rot");
                if (kind == 3)
                {
                    node.ReplaceDisk();
                }
                else
                {
                    node.Crash();
                }
            });
            world.Events.At(Math.Min(untilMs - 1, at + random.Between(1, 600)), () =>
            {
                if (!node.IsRunning)
                {
                    node.Start();
                }
            });
        }
    }
}
