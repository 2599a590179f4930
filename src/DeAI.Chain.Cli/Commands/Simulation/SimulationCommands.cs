using System.CommandLine;
using System.Globalization;
using DeAI.Chain.Simulation;

namespace DeAI.Chain.Cli.Commands.Simulation;

/// <summary><c>deai sim</c>: clusters of production replicas in virtual time.</summary>
internal static class SimulationCommands
{
    private static readonly string[] FaultNames =
        [.. Enum.GetValues<SimulationFaults>().Select(static fault => fault.ToString().ToLowerInvariant())];

    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group("sim", "Simulated clusters: same seed, same run.", Run(factory), LatencyCommand.Create(factory));

    private static Command Run(CommandFactory factory)
    {
        Option<string> seeds = new("--seeds") { Description = "A..B, both included, or one seed.", Required = true };
        Option<int> nodes = new("--nodes") { Description = "Validators, 1 to 64; 4, 7 or 16 by the seed where not given." };
        Option<string> faults = new("--faults") { Description = $"Separated by commas, of: {string.Join(", ", FaultNames)}.", DefaultValueFactory = static _ => "all" };
        Option<int> faulty = new("--faulty-ms") { Description = "Virtual milliseconds with faults.", DefaultValueFactory = static _ => 4_000 };
        Option<int> transactions = new("--transactions") { Description = "Transfers that the clients submit.", DefaultValueFactory = static _ => 40 };
        Option<int> parallel = new("--parallel") { Description = "Seeds at a time.", DefaultValueFactory = static _ => Environment.ProcessorCount };
        Option<bool> untilFailure = new("--until-failure") { Description = "Stop at the first seed that fails, and do not make it smaller." };
        Option[] all = [seeds, nodes, faults, faulty, transactions, parallel, untilFailure];
        return factory.Make("run", "Run seeds; exit code 1 if an invariant breaks, with the smallest command that replays it.", all, context =>
        {
            (ulong from, ulong to) = Seeds(context.Get(seeds));
            if (context.Get(nodes) is < 0 or > SimulationOptions.MaxNodes || context.Get(parallel) < 1 || context.Get(faulty) < 0 || context.Get(transactions) < 0)
            {
                throw CliException.Usage("--nodes is 1 to 64, --parallel at least 1, and no number is negative");
            }

            SimulationOptions options = new(from, context.Get(nodes), Faults(context.Get(faults)), context.Get(faulty), context.Get(transactions));
            List<SimulationReport> reports = [];
            bool stops = context.Get(untilFailure);
            SimulationBatch.Run(from, to, options, report => Note(context, reports, report, options, minimise: !stops), context.Get(parallel), stops);
            return SimulationSummary.Write(context, reports, options);
        });
    }

    private static void Note(CommandContext context, List<SimulationReport> reports, SimulationReport report, SimulationOptions options, bool minimise)
    {
        reports.Add(report);
        if (!report.IsGood)
        {
            SimulationOptions failing = options with { Seed = report.Seed };
            context.Output.Progress($"seed {report.Seed}: {string.Join("; ", report.Violations)}");
            context.Output.Progress($"  replay: {Replay(minimise ? SeedMinimiser.Minimise(failing) : SimulationRunner.Resolve(failing))}");
        }
        else if (context.Environment.HasTerminal && reports.Count % 100 == 0)
        {
            context.Output.Progress($"{reports.Count} seeds");
        }
    }

    /// <summary>The command that repeats a run.</summary>
    internal static string Replay(SimulationOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"deai sim run --seeds {options.Seed} --nodes {options.Nodes} --faults {options.Faults.ToString().Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant()} --faulty-ms {options.FaultyMs} --transactions {options.Transactions}");

    private static (ulong From, ulong To) Seeds(string text)
    {
        string[] parts = text.Split("..");
        bool isOne = parts.Length == 1;
        return parts.Length <= 2
            && ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong from)
            && ulong.TryParse(parts[isOne ? 0 : 1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong to)
            && to >= from
                ? (from, to)
                : throw CliException.Usage($"'{text}' are no seeds: expected A..B with A not above B, or one number");
    }

    private static SimulationFaults Faults(string text)
    {
        SimulationFaults all = SimulationFaults.None;
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            all |= FaultNames.Contains(name, StringComparer.OrdinalIgnoreCase)
                ? Enum.Parse<SimulationFaults>(name, ignoreCase: true)
                : throw CliException.Usage($"'{name}' is no fault; there are: {string.Join(", ", FaultNames)}");
        }

        return all;
    }
}
