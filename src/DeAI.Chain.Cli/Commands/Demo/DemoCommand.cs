using System.CommandLine;
using DeAI.Chain.Cli.Commands.Demo.Report;
using DeAI.Chain.Cli.Commands.Demo.View;
using Spectre.Console;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary><c>deai demo</c>: the whole story on this machine, by real processes.</summary>
internal static class DemoCommand
{
    private const string Description =
        "The whole story on this machine: companies train a joint model beside their own data, cheats are refused, a validator dies and returns, "
        + "a customer buys a prediction, members vote. Real processes; nothing stays behind.";

    public static Command Create(CommandFactory factory)
    {
        Option<string?> report = new("--report") { Description = "Write what was measured into this file, as JSON." };
        Option<bool> quick = new("--quick") { Description = "Smaller data and shorter rounds: under a minute." };
        return factory.Make("demo", Description, [report, quick], context => RunAsync(context, context.Get(report), context.Get(quick)));
    }

    private static async Task<int> RunAsync(CommandContext context, string? reportFile, bool quick)
    {
        string folder = Directory.CreateTempSubdirectory("deai-demo-").FullName;
        context.Output.Progress($"Logs and data of this run: {folder}");
        DemoReport report;
        try
        {
            await using IStage stage = StageFor(context);
            report = await new DemoStory(quick ? DemoSettings.Quick : DemoSettings.Full, stage, folder).RunAsync(context.Stop);
        }
        catch (DemoException failure)
        {
            throw new CliException("demo.chapter_failed", failure.Message, $"see the logs in {folder}");
        }

        if (reportFile is not null)
        {
            await File.WriteAllTextAsync(reportFile, report.ToJson(), context.Stop);
        }

        if (context.Output.IsJson)
        {
            context.Environment.Out.WriteLine(report.ToJson());
        }
        else
        {
            ClosingSummary.Write(context.Output.Console, report);
        }

        Directory.Delete(folder, recursive: true);
        return ExitCode.Done;
    }

    private static IStage StageFor(CommandContext context)
    {
        IAnsiConsole console = context.Output.Console;
        bool isLive = !context.Output.IsJson && context.Environment.HasTerminal && console.Profile.Capabilities.Interactive;
        return isLive ? new LiveStage(console) : new PlainStage(context.Output.IsJson ? context.Environment.Error : context.Environment.Out);
    }
}
