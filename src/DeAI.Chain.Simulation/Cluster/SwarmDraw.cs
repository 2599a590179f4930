using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>What a seed gets where the options leave it open.</summary>
internal static class SwarmDraw
{
    /// <summary>How f validators fail; one of them for each run.</summary>
    public static IReadOnlyList<SimulationFaults> Ways { get; } =
    [
        SimulationFaults.Equivocate, SimulationFaults.Silent, SimulationFaults.Garbage, SimulationFaults.LyingSync, SimulationFaults.Withhold,
        SimulationFaults.Nullify, SimulationFaults.Stale, SimulationFaults.Replay, SimulationFaults.Forge, SimulationFaults.BadBlock,
        SimulationFaults.Twins, SimulationFaults.BadDisk, SimulationFaults.BadClock,
    ];

    private static readonly SimulationFaults[] Common =
    [
        SimulationFaults.Loss, SimulationFaults.Delay, SimulationFaults.Duplication, SimulationFaults.Partition, SimulationFaults.Crash,
        SimulationFaults.ClockSkew, SimulationFaults.SlowDisk, SimulationFaults.Epochs, SimulationFaults.OneWay,
    ];

    /// <summary>Each takes one node away for long, so at most one of them.</summary>
    private static readonly SimulationFaults[] Absences =
        [SimulationFaults.LateJoin, SimulationFaults.LongAway, SimulationFaults.FullDisk, SimulationFaults.None];

    /// <summary>Most seeds are small, because a run's cost grows with the square of its nodes.</summary>
    private static readonly int[] Sizes = [4, 4, 4, 4, 4, 4, 4, 7, 7, 16];

    public static SimulationOptions Of(SimulationOptions options)
    {
        CounterRandom random = new(options.Seed, ulong.MaxValue);
        SimulationFaults drawn = Ways[random.Below(Ways.Count)] | Absences[random.Below(Absences.Length)];
        foreach (SimulationFaults fault in Common)
        {
            drawn |= random.Chance(500) ? fault : SimulationFaults.None;
        }

        int nodes = Sizes[random.Below(Sizes.Length)];
        drawn |= random.Chance(500) ? SimulationFaults.Snapshots : SimulationFaults.None;
        return options with
        {
            Faults = options.Faults == SimulationFaults.All ? drawn : options.Faults,
            Nodes = options.Nodes == SimulationOptions.DrawnSize ? nodes : options.Nodes,
        };
    }
}
