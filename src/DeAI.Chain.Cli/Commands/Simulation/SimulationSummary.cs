using DeAI.Chain.Simulation;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Cli.Commands.Simulation;

/// <summary>What a batch of seeds came to: how many were good, and which states of the protocol they reached.</summary>
internal static class SimulationSummary
{
    /// <summary>From this many seeds on, a state that was never reached is worth a warning.</summary>
    private const int EnoughSeeds = 300;

    private const long HistogramStepMs = 250;

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
                healingMs = new { p50 = Healing(reports, 50), p99 = Healing(reports, 99) },
                seedsHealedWithinMs = HealingHistogram(reports),
                faultsInjected = Faults(reports),
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
                    + $"{reports.Sum(static report => report.VirtualMs) / 1000} virtual seconds; healing p50 {Healing(reports, 50)} ms, p99 {Healing(reports, 99)} ms, slowest {reports.Max(static report => report.HealedAfterMs)} ms");
                foreach (KeyValuePair<string, int> state in reached.Where(_ => reports.Count >= EnoughSeeds))
                {
                    text.WriteLine($"{(state.Value == 0 ? "NEVER REACHED" : $"{state.Value,6} seeds reached")}  {state.Key}");
                }
            });
        return bad.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>The healing time that this share of the seeds did not pass, by nearest rank; seeds that never healed count as the slowest.</summary>
    private static long Healing(List<SimulationReport> reports, int percent)
    {
        long[] sorted = [.. reports.Select(static report => report.HealedAfterMs < 0 ? long.MaxValue : report.HealedAfterMs).Order()];
        return sorted[Math.Max(0, (((sorted.Length * percent) + 99) / 100) - 1)];
    }

    /// <summary>Seeds by healing time in steps of a fourth of a second, so that several batches can be added up.</summary>
    private static SortedDictionary<long, int> HealingHistogram(List<SimulationReport> reports) => new(reports
        .Where(static report => report.HealedAfterMs >= 0)
        .GroupBy(static report => (report.HealedAfterMs + HistogramStepMs - 1) / HistogramStepMs * HistogramStepMs)
        .ToDictionary(static step => step.Key, static step => step.Count()));

    private static SortedDictionary<string, long> Faults(List<SimulationReport> reports) => new(
        reports.SelectMany(static report => report.FaultsInjected)
            .GroupBy(static fault => fault.Key, StringComparer.Ordinal)
            .ToDictionary(static fault => fault.Key, static fault => fault.Sum(static count => (long)count.Value)),
        StringComparer.Ordinal);

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
