using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation;

/// <summary>Runs a cluster of production replicas in virtual time, on the calling thread.</summary>
public static class SimulationRunner
{
    public static SimulationReport Run(SimulationOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Nodes, SimulationOptions.DrawnSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Nodes, SimulationOptions.MaxNodes);
        using SimulationRun run = new(Resolve(options));
        return run.Execute();
    }

    /// <summary>The options with everything that the seed decides written out; equal options give the same run before and after.</summary>
    public static SimulationOptions Resolve(SimulationOptions options) => SwarmDraw.Of(options);
}
