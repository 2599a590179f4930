using DeAI.Chain.Simulation.Cluster;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation;

/// <summary>Runs a cluster of production replicas in virtual time, on the calling thread.</summary>
public static class SimulationRunner
{
    public static SimulationReport Run(SimulationOptions options)
    {
        using SimulationRun run = Prepare(options, null);
        return run.Execute();
    }

    /// <summary>The same run, and the protocol's steps in it.</summary>
    public static TracedRun RunTraced(SimulationOptions options)
    {
        using SimulationRun run = Prepare(options, new ProtocolRecorder());
        SimulationReport report = run.Execute();
        return new TracedRun(report, run.Traces);
    }

    private static SimulationRun Prepare(SimulationOptions options, ProtocolRecorder? protocol)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Nodes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Nodes, 64);
        return new SimulationRun(options with { Faults = SwarmDraw.Of(options) }, protocol);
    }
}
