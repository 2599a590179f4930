using System.CommandLine;
using DeAI.Chain.Cli.Commands.Node.Doctor;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary><c>deai node</c>: make, run and inspect one node.</summary>
internal static class NodeCommands
{
    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group(
            "node", "Make, run and inspect a node.",
            NodeInitCommand.Create(factory), NodeRunCommand.Create(factory), NodeConfigCommand.Create(factory), NodeDoctorCommand.Create(factory), NodeVerifyCommand.Create(factory));
}
