namespace DeAI.Chain.Simulation;

/// <summary>
/// Makes a failing run smaller while it still breaks the same invariant first: without one fault after the other, with fewer nodes and
/// transactions, shorter. Greedy, and repeated until nothing more can go (delta debugging of Zeller and Hildebrandt, TSE 2002, one at a time).
/// </summary>
public static class SeedMinimiser
{
    /// <param name="failing">Options of a run whose report is not good.</param>
    /// <param name="budget">Runs at most.</param>
    /// <returns>Options with everything written out, whose run breaks the same invariant; the given ones, resolved, if nothing could go.</returns>
    public static SimulationOptions Minimise(SimulationOptions failing, int budget = 60)
    {
        SimulationOptions best = SimulationRunner.Resolve(failing);
        string invariant = SimulationRunner.Run(best).BrokenInvariant;
        bool shrank = invariant.Length > 0;
        while (shrank)
        {
            shrank = false;
            foreach (Func<SimulationOptions, SimulationOptions> step in Steps)
            {
                SimulationOptions smaller = step(best);
                if (smaller != best && budget-- > 0 && SimulationRunner.Run(smaller).BrokenInvariant == invariant)
                {
                    best = smaller;
                    shrank = true;
                }
            }
        }

        return best;
    }

    private static IEnumerable<Func<SimulationOptions, SimulationOptions>> Steps
    {
        get
        {
            foreach (SimulationFaults fault in Enum.GetValues<SimulationFaults>().Where(static fault => fault is not (SimulationFaults.None or SimulationFaults.All)))
            {
                yield return options => options with { Faults = options.Faults & ~fault };
            }

            yield return static options => options.Nodes > 7 ? options with { Nodes = 7 } : options;
            yield return static options => options.Nodes > 4 ? options with { Nodes = 4 } : options;
            yield return static options => options with { FaultyMs = options.FaultyMs / 2 };
            yield return static options => options with { Transactions = options.Transactions / 4 };
        }
    }
}
