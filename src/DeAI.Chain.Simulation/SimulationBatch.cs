namespace DeAI.Chain.Simulation;

/// <summary>Runs many seeds, several at a time; each by itself is single-threaded and gives the same report as alone.</summary>
public static class SimulationBatch
{
    /// <param name="from">The first seed.</param>
    /// <param name="to">The last seed, included.</param>
    /// <param name="options">For all of them; its seed is not used.</param>
    /// <param name="progress">Called with each report as it comes, never by two threads at a time; the order of seeds is not kept.</param>
    /// <param name="parallelism">Seeds at a time, at least 1.</param>
    /// <param name="untilFailure">Begin no more seeds once one has failed; those that run are finished.</param>
    public static void Run(
        ulong from, ulong to, SimulationOptions options, Action<SimulationReport> progress, int parallelism, bool untilFailure = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        Lock gate = new();
        Parallel.For(
            0L,
            checked((long)(to - from) + 1),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, parallelism) },
            (offset, loop) =>
            {
                SimulationReport report = SimulationRunner.Run(options with { Seed = from + (ulong)offset });
                lock (gate)
                {
                    progress(report);
                    if (untilFailure && !report.IsGood)
                    {
                        loop.Break();
                    }
                }
            });
    }
}
