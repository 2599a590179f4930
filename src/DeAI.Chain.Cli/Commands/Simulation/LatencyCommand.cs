using System.CommandLine;
using System.Globalization;
using DeAI.Chain.Simulation;
using DeAI.Chain.Simulation.Latency;

namespace DeAI.Chain.Cli.Commands.Simulation;

/// <summary><c>deai sim latency</c>: how long a transfer takes to be final, by the number of validators, in virtual time.</summary>
internal static class LatencyCommand
{
    public static Command Create(CommandFactory factory)
    {
        Option<string> validators = new("--validators") { Description = "Sizes separated by commas.", DefaultValueFactory = static _ => "4,7,16,31,64" };
        Option<int> roundTrip = new("--round-trip") { Description = "Milliseconds from any validator to any other and back.", DefaultValueFactory = static _ => 100 };
        Option<int> gap = new("--gap-ms") { Description = "Mean time between two transfers.", DefaultValueFactory = static _ => 1_000 };
        Option<int> transfers = new("--transfers") { Description = "How many, for each size.", DefaultValueFactory = static _ => 100 };
        Option<double> check = new("--check-us") { Description = "What a signature check takes on the processor in mind, in microseconds, for the estimate.", DefaultValueFactory = static _ => 70 };
        Option<double> beacon = new("--beacon-us") { Description = "What the check of a beacon proof takes, likewise.", DefaultValueFactory = static _ => 735 };
        Option<string?> plot = new("--plot") { Description = "Write an SVG of the table to this file." };
        return factory.Make("latency", "Submission to finality in a network of one round trip; the same figures on every machine.", [validators, roundTrip, gap, transfers, check, beacon, plot], context =>
        {
            int[] sizes = Sizes(context.Get(validators));
            LatencyCosts costs = new(context.Get(check), context.Get(beacon));
            List<LatencyRow> rows = [];
            foreach (int size in sizes)
            {
                LatencyOptions options = new(size, context.Get(roundTrip), context.Get(gap), context.Get(transfers));
                if (options.RoundTripMs < 2 || options.GapMs < 1 || options.Transactions is < 1 or > 100_000 || options.GapMs > int.MaxValue / options.Transactions)
                {
                    throw CliException.Usage("--round-trip is at least 2, --gap-ms at least 1, --transfers 1 to 100000");
                }

                rows.Add(LatencyRow.Of(LatencyStudy.Run(options), LatencyStudy.Run(options with { EveryValidator = true }), costs));
                if (context.Environment.HasTerminal)
                {
                    context.Output.Progress($"{size} validators done");
                }
            }

            if (context.Get(plot) is { } file)
            {
                File.WriteAllText(file, LatencyPlot.Draw(rows, context.Get(roundTrip)));
            }

            context.Output.Write(rows, text => LatencyTable.Write(text, rows));
            return ExitCode.Done;
        });
    }

    private static int[] Sizes(string text)
    {
        List<int> sizes = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            sizes.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size is >= 1 and <= SimulationOptions.MaxNodes
                ? size
                : throw CliException.Usage($"'{part}' is no number of validators from 1 to {SimulationOptions.MaxNodes}"));
        }

        return sizes.Count > 0 ? [.. sizes] : throw CliException.Usage("--validators names no size");
    }
}
