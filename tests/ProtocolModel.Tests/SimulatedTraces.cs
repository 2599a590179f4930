using System.Collections.Concurrent;
using System.Globalization;
using DeAI.Chain.Simulation;

namespace DeAI.Chain.ProtocolModel.Tests;

/// <summary>Runs of the simulator with all its faults, each made once.</summary>
internal static class SimulatedTraces
{
    /// <summary>Seeds 1 to this one are followed; DEAI_SEEDS asks for more.</summary>
    public static int Seeds { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("DEAI_SEEDS"), CultureInfo.InvariantCulture, out int seeds) ? Math.Max(20, seeds) : 20;

    private static readonly ConcurrentDictionary<ulong, Lazy<TracedRun>> Runs = new();

    public static TracedRun Of(ulong seed) => Runs.GetOrAdd(seed, static seed => new Lazy<TracedRun>(() => Run(seed))).Value;

    /// <summary>A key on two machines and a log that was lost are not in the model: it has one process for each seat, and each keeps its votes.</summary>
    private static TracedRun Run(ulong seed)
    {
        SimulationOptions drawn = SimulationRunner.Resolve(new SimulationOptions(seed, 4, SimulationFaults.All, FaultyMs: 2_000));
        return SimulationRunner.RunTraced(drawn with { Faults = drawn.Faults & ~(SimulationFaults.Twins | SimulationFaults.BadDisk) });
    }
}
