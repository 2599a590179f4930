using DeAI.Chain.Simulation;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Cli.Commands.Simulation;

/// <summary>What a batch of seeds came to: how many were good, and which states of the protocol they reached.</summary>
internal static class SimulationSummary
{
    /// <summary>From this many seeds on, a state that was never reached is worth a warning.</summary>
    private const int EnoughSeeds = 300;

    public static int Write(CommandContext context, List<SimulationReport> reports, SimulationOptions options)
    {
        SimulationReport[] bad = [.. reports.Where(static report => !report.IsGood).OrderBy(static report => report.Seed)];
        SortedDictionary<string, int> reached = Reached(reports);
        string[] never = [.. reached.Where(static state => state.Value == 0).Select(static state => state.Key)];
        context.Output.Write(
            new
            {
                seeds = reports.Count,
                good = reports.Count - bad.Length,
                options.Nodes,
                faults = options.Faults.ToString(),
                events = reports.Sum(static report => report.Events),
                heights = reports.Sum(static report => (long)report.Heights),
                virtualMs = reports.Sum(static report => report.VirtualMs),
                slowestHealingMs = reports.Max(static report => report.HealedAfterMs),
                seedsThatReached = reached,
                neverReached = never,
                digests = reports.Count <= 16 ? reports.OrderBy(static report => report.Seed).Select(static report => new { report.Seed, report.Digest }) : null,
                failed = bad.Select(report => new
                {
                    report.Seed,
                    report.Violations,
                    report.Digest,
                    replay = SimulationCommands.Replay(SimulationRunner.Resolve(options with { Seed = report.Seed })),
                }),
            },
            text =>
            {
                string size = options.Nodes == SimulationOptions.DrawnSize ? "4, 7 or 16" : $"{options.Nodes}";
                text.WriteLine($"{reports.Count} seeds of {size} validators, faults {options.Faults}: {reports.Count - bad.Length} good, {bad.Length} bad");
                text.WriteLine($"{reports.Sum(static report => report.Events)} events, {reports.Sum(static report => (long)report.Heights)} heights, "
                    + $"{reports.Sum(static report => report.VirtualMs) / 1000} virtual seconds; slowest healing {reports.Max(static report => report.HealedAfterMs)} ms");
                foreach (KeyValuePair<string, int> state in reached.Where(_ => reports.Count >= EnoughSeeds))
                {
                    text.WriteLine($"{(state.Value == 0 ? "NEVER REACHED" : $"{state.Value,6} seeds reached")}  {state.Key}");
                }
            });
        return bad.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static SortedDictionary<string, int> Reached(List<SimulationReport> reports)
    {
        SortedDictionary<string, int> reached = new(StringComparer.Ordinal);
        foreach (string state in RareStates.All)
        {
            reached.Add(state, reports.Count(report => report.StatesReached.ContainsKey(state)));
        }

        foreach (string fault in RareStates.Faults)
        {
            reached.Add(fault, reports.Count(report => report.FaultsInjected.ContainsKey(fault)));
        }

        return reached;
    }
}
