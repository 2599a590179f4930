using System.CommandLine;
using DeAI.Chain.Node.Configuration;
using Spectre.Console;

namespace DeAI.Chain.Cli.Commands.Node.Doctor;

/// <summary><c>deai node doctor</c>: looks at everything that a start needs, and changes nothing that a start would not.</summary>
internal static class NodeDoctorCommand
{
    public static Command Create(CommandFactory factory)
    {
        NodeSettings settings = new();
        const string Description = "Check everything that a node needs before it starts: libraries, genesis, key, home, ports, peers, clock. Exit code 1 if it would not start or work.";
        return factory.Make("doctor", Description, [.. settings.Symbols], async context =>
        {
            List<Finding> findings = await RunAsync(context, settings);
            int errors = findings.Count(static finding => finding.Level == FindingLevel.Error);
            int warnings = findings.Count(static finding => finding.Level == FindingLevel.Warning);
            context.Output.Write(
                new
                {
                    healthy = errors == 0,
                    errors,
                    warnings,
                    findings = findings.Select(static finding => new
                    {
                        finding.Check,
                        level = finding.Level,
                        finding.Detail,
                        remedy = finding.Remedy.Length > 0 ? finding.Remedy : null,
                    }),
                },
                text => Show(context.Output, text, findings, errors, warnings));
            return errors == 0 ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static async Task<List<Finding>> RunAsync(CommandContext context, NodeSettings settings)
    {
        List<Finding> findings = [.. LibraryChecks.Run()];
        if (findings.Exists(static finding => finding.Level == FindingLevel.Error))
        {
            // Nearly every further check would fail for the same reason.
            return findings;
        }

        NodeConfiguration configuration;
        try
        {
            configuration = settings.Load(context);
            findings.Add(Finding.Ok("configuration", context.Get(settings.ConfigOption)));
        }
        catch (CliException error)
        {
            findings.Add(Finding.Error("configuration", $"{error.Message} ({error.Code})", error.Remedy));
            return findings;
        }

        IdentityChecks identity = new(configuration, context.Environment.Variable);
        findings.Add(identity.CheckGenesis());
        findings.AddRange(identity.CheckKey());
        bool isRunning = false;
        if (identity.Genesis is { } genesis)
        {
            HomeChecks home = new(configuration, genesis, identity.Key, TimeProvider.System);
            findings.AddRange(home.Run());
            isRunning = home.IsRunning;
        }

        NetworkChecks network = new(configuration, identity.Genesis, identity.Key);
        findings.AddRange(isRunning ? [] : network.CheckPorts());
        findings.AddRange(await network.CheckPeersAsync(context.Stop));
        return findings;
    }

    private static void Show(CliOutput output, TextWriter text, List<Finding> findings, int errors, int warnings)
    {
        foreach (Finding finding in findings)
        {
            (string colour, string word) = finding.Level switch
            {
                FindingLevel.Ok => ("green", "ok     "),
                FindingLevel.Warning => ("yellow", "warning"),
                _ => ("red", "error  "),
            };
            output.Console.MarkupLine($"[{colour}]{word}[/] {Markup.Escape(finding.Check)}: {Markup.Escape(finding.Detail)}");
            if (finding.Remedy.Length > 0)
            {
                output.Console.MarkupLine($"          what to do: {Markup.Escape(finding.Remedy)}");
            }
        }

        text.WriteLine(errors == 0 ? $"The node can start; {warnings} warnings." : $"{errors} errors, {warnings} warnings.");
    }
}
