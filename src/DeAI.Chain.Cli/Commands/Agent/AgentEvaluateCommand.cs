using System.CommandLine;
using System.Security.Cryptography;
using DeAI.Chain.Agent.Chain;
using DeAI.Chain.Agent.Evaluation;
using DeAI.Chain.Client;
using DeAI.Chain.Compute;
using DeAI.Chain.Cryptography;

namespace DeAI.Chain.Cli.Commands.Agent;

/// <summary><c>deai agent evaluate</c>: what a published model is worth on any file with the flight columns.</summary>
internal static class AgentEvaluateCommand
{
    public static Command Create(CommandFactory factory)
    {
        NodeConnection connection = new();
        Option<string> model = new("--model") { Description = "The model version's id (deai query models).", Required = true };
        Option<string[]> data = new("--data")
        {
            Description = "CSV files with the columns date, delay, distance, origin, destination; plain or .gz.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        return factory.Make("evaluate", "AUC and mean absolute error of a model version on flights.", [model, data, .. connection.Symbols], context =>
        {
            Hash256 version = new(Arguments.Hash(context.Get(model), "model version"));
            string[] files = [.. context.Get(data).Select(Path.GetFullPath)];
            return connection.Use(context, client => EvaluateAsync(context, client, version, files));
        });
    }

    private static async Task<int> EvaluateAsync(CommandContext context, ChainClient client, Hash256 version, string[] files)
    {
        // Nothing is sent, so any key will do.
        using SigningKey nobody = SigningKey.FromSeed(RandomNumberGenerator.GetBytes(32));
        TransactionSender sender = new(client, nobody);
        await using ClientChainAccess chain = new(client, sender, verify: client.Options.Genesis is not null);
        EvaluationReport report = (await ModelEvaluation.RunAsync(chain, version, files, BackendSelector.Choose().Backend, context.Stop))
            .OrFail("deai query models lists the versions; the flight columns are date, delay, distance, origin, destination");
        context.Output.Write(
            new { model = version.ToString(), report.Rows, report.LateRows, auc = Rounded(report.Auc), maeMinutes = Rounded(report.MeanAbsoluteError), verified = client.Options.Genesis is not null },
            text =>
            {
                text.WriteLine($"{report.Rows} flights, {report.LateRows} of them more than 15 minutes late");
                text.WriteLine($"AUC {report.Auc:F4}: the chance that a late flight is ranked above a punctual one");
                text.WriteLine($"MAE {report.MeanAbsoluteError:F2} minutes");
                text.WriteLine(client.Options.Genesis is null ? "The weights are as the node gave them; --genesis FILE has them proven." : "The weights were proven against the genesis file.");
            });
        return ExitCode.Done;
    }

    /// <summary>Null where it cannot be told: all flights late, or none.</summary>
    private static double? Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 4) : null;
}
