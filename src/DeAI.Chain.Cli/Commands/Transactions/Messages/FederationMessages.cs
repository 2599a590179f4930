using System.CommandLine;
using DeAI.Chain.Agent;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Federation.Messages;

namespace DeAI.Chain.Cli.Commands.Transactions.Messages;

/// <summary>Messages of the module Federation. What members send in a round is made by their agents, out of their data.</summary>
internal static class FederationMessages
{
    public static Command Group(CommandFactory factory) => CommandFactory.Group(
        "federation", "Offer training tasks; for the role sponsor.",
        Template(factory),
        MessageCommand.Make<ProposeTask>(factory, "propose-task", "Offer a task and lock its whole reward. The transaction's id becomes the task's.", ModuleIds.Federation, ProposeTask.Type, static fields =>
        {
            Option<string> terms = fields.Add(new Option<string>("--terms") { Description = "Its terms: deai tx federation template prints a file to start from.", Required = true });
            return values => new ProposeTask(TaskFile.Read(values.Context.Get(terms)));
        }));

    private static Command Template(CommandFactory factory) =>
        factory.Make("template", "Print the terms of a task that was tried on the example flights, as a file to change.", [], static context =>
        {
            context.Environment.Out.WriteLine(TaskFile.Of(DemoTask.Terms).ToJson());
            return ExitCode.Done;
        });
}
