using System.CommandLine;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>Commands of <c>deai localnet</c> for single nodes.</summary>
internal static class LocalNetNodeCommands
{
    public static Command Start(CommandFactory factory) => Make(
        factory, "start", "Start nodes that do not run, and wait until they take part.", "started",
        static (network, node, cancel) => network.StartNodeAsync(node.Index, isOwned: false, cancel));

    public static Command Stop(CommandFactory factory) => Make(
        factory, "stop", "Stop nodes in order.", "stopped",
        static (network, node, _) => network.StopNodeAsync(node.Index));

    public static Command Kill(CommandFactory factory) => Make(
        factory, "kill", "Kill nodes by SIGKILL, as a power cut would.", "killed",
        static (network, node, _) => network.KillNodeAsync(node.Index));

    private static Command Make(
        CommandFactory factory, string name, string description, string done, Func<LocalNetwork, LocalNode, CancellationToken, Task> act)
    {
        Option<string> directory = LocalNetCommands.DirectoryOption();
        Argument<string[]> which = new("NODE") { Description = "Names or indices: deai localnet status.", Arity = ArgumentArity.OneOrMore };
        return factory.Make(name, description, [directory, which], async context =>
        {
            await using LocalNetwork network = LocalNetwork.Open(context.Get(directory));
            LocalNode[] nodes = [.. context.Get(which).Select(network.NodeNamed)];
            await Task.WhenAll(nodes.Select(node => act(network, node, context.Stop)));
            context.Output.Write(
                new { nodes = nodes.Select(node => new { node.Index, node.Name, running = network.IsRunning(node.Index) }) },
                text => text.WriteLine($"{done}: {string.Join(", ", nodes.Select(static node => node.Name))}"));
            return ExitCode.Done;
        });
    }
}
