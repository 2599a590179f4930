using System.Collections.Concurrent;
using DeAI.Chain.Simulation;

namespace DeAI.Chain.ProtocolModel.Tests;

/// <summary>Runs of the simulator with all its faults, each made once.</summary>
internal static class SimulatedTraces
{
    public const int Seeds = 20;

    private static readonly ConcurrentDictionary<ulong, Lazy<TracedRun>> Runs = new();

    public static TracedRun Of(ulong seed) => Runs.GetOrAdd(seed, static seed => new Lazy<TracedRun>(() => Run(seed))).Value;

    private static TracedRun Run(ulong seed) =>
        SimulationRunner.RunTraced(new SimulationOptions(seed, 4, SimulationFaults.All, FaultyMs: 2_000));
}
