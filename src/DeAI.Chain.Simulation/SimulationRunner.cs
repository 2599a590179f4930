using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation;

/// <summary>Runs a cluster of production replicas in virtual time, on the calling thread.</summary>
public static class SimulationRunner
{
    public static SimulationReport Run(SimulationOptions options)
    {
        SimulationRun run = Prepare(options, null);
        return run.Execute();
    }

    /// <summary>The same run, and the protocol's steps in it.</summary>
    public static TracedRun RunTraced(SimulationOptions options)
    {
        SimulationRun run = Prepare(options, new ProtocolRecorder());
        SimulationReport report = run.Execute();
        return new TracedRun(report, run.Traces);
    }

    /// <summary>The options with everything that the seed decides written out; equal options give the same run before and after.</summary>
    public static SimulationOptions Resolve(SimulationOptions options) => SwarmDraw.Of(options);

    private static SimulationRun Prepare(SimulationOptions options, ProtocolRecorder? protocol)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Nodes, SimulationOptions.DrawnSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Nodes, SimulationOptions.MaxNodes);
        return new SimulationRun(Resolve(options), protocol);
    }
}
