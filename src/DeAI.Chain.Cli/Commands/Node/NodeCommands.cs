using System.CommandLine;
using DeAI.Chain.Cli.Commands.Node.Doctor;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary><c>deai node</c>: run and inspect one node.</summary>
internal static class NodeCommands
{
    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group(
            "node", "Run and inspect a node.",
            NodeRunCommand.Create(factory), NodeConfigCommand.Create(factory), NodeDoctorCommand.Create(factory), NodeVerifyCommand.Create(factory));
}
