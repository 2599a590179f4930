using System.CommandLine;
using DeAI.Chain.Cli.Commands.LocalNet.Membership;
using DeAI.Chain.Client;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>Commands of <c>deai localnet</c> that change who takes part.</summary>
internal static class LocalNetMemberCommands
{
    public static Command AddNode(CommandFactory factory)
    {
        Option<string> directory = LocalNetCommands.DirectoryOption();
        Option<bool> auditor = new("--auditor") { Description = "An auditor: it follows, and can get no seat." };
        Option<bool> idle = new("--no-start") { Description = "Register it, and do not start it." };
        const string Description = "Make a further node with an organisation of its own, register both, and start it: it begins empty and fetches the chain from its peers.";
        return factory.Make("add-node", Description, [directory, auditor, idle], async context =>
        {
            await using LocalNetwork network = LocalNetwork.Open(context.Get(directory));
            int result = await UseAsync(network, async client =>
            {
                LocalNode node = network.AddNode(context.Get(auditor) ? LocalNodeKind.Auditor : LocalNodeKind.Validator);
                OrganisationId organisation = await NewMember.RegisterAsync(network, node, client, context.Stop);
                if (!context.Get(idle))
                {
                    await network.StartNodeAsync(node.Index, isOwned: false, context.Stop);
                }

                context.Output.Write(
                    new { node.Index, node.Name, node.Key, node.Grpc, node.Listen, organisation = organisation.Value, config = node.ConfigFile },
                    text =>
                    {
                        text.WriteLine($"{node.Name} of organisation {organisation}, clients at {node.Grpc}");
                        if (node.Kind == LocalNodeKind.Validator)
                        {
                            text.WriteLine($"it has no vote yet: deai localnet seat --dir {context.Get(directory)} {node.Name}");
                        }
                    });
                return ExitCode.Done;
            });
            return result;
        });
    }

    public static Command Seat(CommandFactory factory) => Decide(
        factory,
        "seat",
        "Have all operators vote a registered node into the set of validators, and wait until it holds.",
        ValidatorVote.SeatAsync);

    public static Command Unseat(CommandFactory factory) => Decide(
        factory,
        "unseat",
        "Have all operators vote a node's organisation out of the set of validators, and wait until it holds. The node goes on as a follower.",
        ValidatorVote.RemoveAsync);

    private static Command Decide(
        CommandFactory factory,
        string name,
        string description,
        Func<LocalNetwork, LocalNode, ChainClient, Action<string>, CancellationToken, Task<MembershipChange>> decide)
    {
        Option<string> directory = LocalNetCommands.DirectoryOption();
        Argument<string> which = new("NODE") { Description = "Its name or index: deai localnet status." };
        return factory.Make(name, description, [directory, which], async context =>
        {
            await using LocalNetwork network = LocalNetwork.Open(context.Get(directory));
            LocalNode node = network.NodeNamed(context.Get(which));
            return await UseAsync(network, async client =>
            {
                MembershipChange change = await decide(network, node, client, context.Output.Progress, context.Stop);
                context.Output.Write(change, text => text.WriteLine(
                    $"{change.Validators} validators since epoch {change.Epoch}; block {change.ExecutedAt} closed the epoch before"));
                return ExitCode.Done;
            });
        });
    }

    private static async Task<int> UseAsync(LocalNetwork network, Func<ChainClient, Task<int>> work)
    {
        Uri[] nodes = [.. network.Nodes.Where(node => network.IsRunning(node.Index)).Select(static node => new Uri("http://" + node.Grpc))];
        if (nodes.Length == 0)
        {
            throw new CliException("localnet.not_running", "No node of the network runs", "start it: deai localnet up --dir DIR", ExitCode.CannotConnect);
        }

        using ChainClient client = new(new ChainClientOptions { Nodes = nodes });
        return await NodeConnection.Guard(nodes, () => work(client));
    }
}
