using DeAI.Chain.Simulation.Events;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>Which of the faults a seed gets.</summary>
internal static class SwarmDraw
{
    public static IReadOnlyList<SimulationFaults> Ways { get; } =
        [SimulationFaults.Equivocate, SimulationFaults.Silent, SimulationFaults.Garbage, SimulationFaults.LyingSync];

    private static readonly SimulationFaults[] Common =
    [
        SimulationFaults.Loss, SimulationFaults.Delay, SimulationFaults.Duplication, SimulationFaults.Partition, SimulationFaults.Crash,
        SimulationFaults.ClockSkew, SimulationFaults.SlowDisk, SimulationFaults.LateJoin, SimulationFaults.Epochs,
    ];

    public static SimulationFaults Of(SimulationOptions options)
    {
        if (options.Faults != SimulationFaults.All)
        {
            return options.Faults;
        }

        CounterRandom random = new(options.Seed, ulong.MaxValue);
        SimulationFaults drawn = Ways[random.Below(Ways.Count)];
        foreach (SimulationFaults fault in Common)
        {
            drawn |= random.Chance(500) ? fault : SimulationFaults.None;
        }

        return drawn;
    }
}
