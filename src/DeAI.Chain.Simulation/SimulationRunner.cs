using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation;

/// <summary>Runs a cluster of production replicas in virtual time, on the calling thread.</summary>
public static class SimulationRunner
{
    public static SimulationReport Run(SimulationOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Nodes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Nodes, 64);
        using SimulationRun run = new(options with { Faults = SwarmDraw.Of(options) });
        return run.Execute();
    }
}
