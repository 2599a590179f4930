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
        // What spoils one disk often spoils others too, such as a power failure or a bad series: the same moments for all of them.
        CounterRandom shared = world.Stream(8, 0);
        int count = shared.Between(1, 4);
        for (int i = 0; i < count; i++)
        {
            int at = shared.Below(untilMs) + random.Below(80);
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

            // A supervisor that starts it at once is what leaves it no time to forget what it said.
            int down = random.Chance(500) ? random.Between(1, 10) : random.Between(1, 600);
            world.Events.At(Math.Max(at + 1, Math.Min(untilMs - 1, at + down)), () =>
            {
                if (!node.IsRunning)
                {
                    node.Start();
                }
            });
        }
    }
}
