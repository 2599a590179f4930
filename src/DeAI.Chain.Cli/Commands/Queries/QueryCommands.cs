using System.CommandLine;
using System.Text.Json.Nodes;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Client;
using Google.Protobuf;
using Command = System.CommandLine.Command;

namespace DeAI.Chain.Cli.Commands.Queries;

/// <summary><c>deai query</c>: what a node answers, as it is. Proofs are made by <c>deai prove</c>.</summary>
internal static class QueryCommands
{
    private const uint PageSize = 200;

    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group(
            "query", "Ask a node about the latest final state.",
            Status(factory), Peers(factory), Account(factory), Organisations(factory), Totals(factory), Validators(factory), Parameters(factory),
            Tasks(factory), Task(factory), Round(factory), Models(factory), Model(factory), Quote(factory), Lineage(factory), Bounties(factory), Bounty(factory),
            Proposals(factory), Proposal(factory), Block(factory), Transaction(factory), Invariants(factory), Metrics(factory));

    private static Command Status(CommandFactory factory) =>
        One(factory, "status", "The node itself: height, view, peers, whether it signs.", static (client, stop) => Of(client.Node.GetStatusAsync(new GetStatusRequest(), stop)));

    private static Command Peers(CommandFactory factory) =>
        One(factory, "peers", "The node's peers.", static (client, stop) => Of(client.Node.ListPeersAsync(new ListPeersRequest(), stop)));

    private static Command Totals(CommandFactory factory) =>
        One(factory, "totals", "All credits: issued, held, in deposits; and whether they add up.", static (client, stop) => Of(client.Accounts.GetTotalsAsync(new GetTotalsRequest(), stop)));

    private static Command Validators(CommandFactory factory) =>
        One(factory, "validators", "This epoch's validators and the next one's.", static (client, stop) => Of(client.Governance.GetValidatorsAsync(new GetValidatorsRequest(), stop)));

    private static Command Parameters(CommandFactory factory) =>
        One(factory, "parameters", "Every parameter with its bounds.", static (client, stop) => Of(client.Governance.ListParametersAsync(new ListParametersRequest(), stop)));

    private static Command Account(CommandFactory factory) =>
        ById(factory, "account", "An account: organisation, roles, credits, points, next nonce.", "An account id, a public key or a keystore.",
            static (client, id, stop) => Of(client.Accounts.GetAccountAsync(new GetAccountRequest { Account = ByteString.CopyFrom(Arguments.Account(id).Value.ToArray()) }, stop)));

    private static Command Lineage(CommandFactory factory) =>
        ById(factory, "lineage", "Where a model version comes from.", "The version's id.",
            static (client, id, stop) => Of(client.Audit.GetLineageAsync(new GetLineageRequest { Version = Bytes(id, "version") }, stop)));

    private static Command Task(CommandFactory factory) =>
        ById(factory, "task", "A training task with its terms.", "The task's id.",
            static (client, id, stop) => Of(client.Federation.GetTaskAsync(new GetTaskRequest { Task = Bytes(id, "task") }, stop)));

    private static Command Model(CommandFactory factory) =>
        ById(factory, "model", "A model version: status, price, shares, calls and revenue.", "The version's id.",
            static (client, id, stop) => Of(client.Models.GetVersionAsync(new GetVersionRequest { Version = Bytes(id, "version") }, stop)));

    private static Command Quote(CommandFactory factory) =>
        ById(factory, "quote", "What a prediction of a model version costs now.", "The version's id.",
            static (client, id, stop) => Of(client.Models.QuoteAsync(new QuoteRequest { Version = Bytes(id, "version") }, stop)));

    private static Command Bounty(CommandFactory factory) =>
        ById(factory, "bounty", "A bounty with its submissions.", "The bounty's id.",
            static (client, id, stop) => Of(client.Bounties.GetBountyAsync(new GetBountyRequest { Bounty = Bytes(id, "bounty") }, stop)));

    private static Command Proposal(CommandFactory factory) =>
        ById(factory, "proposal", "A proposal with its votes.", "The proposal's id.",
            static (client, id, stop) => Of(client.Governance.GetProposalAsync(new GetProposalRequest { Proposal = Bytes(id, "proposal") }, stop)));

    private static Command Invariants(CommandFactory factory) =>
        One(factory, "invariants", "Every invariant of every module, checked now.", static (client, stop) => Of(client.Audit.CheckInvariantsAsync(new CheckInvariantsRequest(), stop)));

    private static Command Metrics(CommandFactory factory) =>
        One(factory, "metrics", "The node's measurements.", static (client, stop) => Of(client.Node.GetMetricsAsync(new GetMetricsRequest(), stop)));

    private static Command Transaction(CommandFactory factory) =>
        ById(factory, "tx", "A final transaction with its receipt.", "The transaction's id.",
            static (client, id, stop) => Of(client.Transactions.GetAsync(new GetTransactionRequest { Id = Bytes(id, "transaction") }, stop)));

    private static Command Block(CommandFactory factory)
    {
        NodeConnection connection = new();
        Argument<ulong> height = new("height") { Description = "The block's height." };
        return Make(factory, connection, "block", "A final block.", [height], (client, context) =>
            Of(client.Blocks.GetAsync(new GetBlockRequest { Height = context.Get(height) }, context.Stop)));
    }

    private static Command Round(CommandFactory factory)
    {
        NodeConnection connection = new();
        Argument<string> task = new("task") { Description = "The task's id." };
        Argument<uint> number = new("number") { Description = "The round's number." };
        return Make(factory, connection, "round", "A training round with its contributions.", [task, number], (client, context) =>
            Of(client.Federation.GetRoundAsync(new GetRoundRequest { Task = Bytes(context.Get(task), "task"), Round = context.Get(number) }, context.Stop)));
    }

    private static Command Organisations(CommandFactory factory) =>
        One(factory, "organisations", "All organisations.", static (client, stop) => Pages("organisations", async token =>
            await client.Accounts.ListOrganisationsAsync(new ListOrganisationsRequest { PageSize = PageSize, PageToken = token }, stop)));

    private static Command Tasks(CommandFactory factory) =>
        One(factory, "tasks", "All training tasks.", static (client, stop) => Pages("tasks", async token =>
            await client.Federation.ListTasksAsync(new ListTasksRequest { PageSize = PageSize, PageToken = token }, stop)));

    private static Command Models(CommandFactory factory)
    {
        NodeConnection connection = new();
        Argument<string?> task = new("task") { Description = "Only versions of this task.", Arity = ArgumentArity.ZeroOrOne };
        return Make(factory, connection, "models", "Model versions.", [task], (client, context) => Pages("versions", async token =>
        {
            ListVersionsRequest request = new() { PageSize = PageSize, PageToken = token };
            if (context.Get(task) is { } id)
            {
                request.Task = Bytes(id, "task");
            }

            return await client.Models.ListVersionsAsync(request, context.Stop);
        }));
    }

    private static Command Bounties(CommandFactory factory) =>
        One(factory, "bounties", "All bounties.", static (client, stop) => Pages("bounties", async token =>
            await client.Bounties.ListBountiesAsync(new ListBountiesRequest { PageSize = PageSize, PageToken = token }, stop)));

    private static Command Proposals(CommandFactory factory) =>
        One(factory, "proposals", "All proposals.", static (client, stop) => Pages("proposals", async token =>
            await client.Governance.ListProposalsAsync(new ListProposalsRequest { PageSize = PageSize, PageToken = token }, stop)));

    private static Command One(CommandFactory factory, string name, string description, Func<ChainClient, CancellationToken, Task<JsonNode>> ask) =>
        Make(factory, new NodeConnection(), name, description, [], (client, context) => ask(client, context.Stop));

    private static Command ById(
        CommandFactory factory, string name, string description, string what, Func<ChainClient, string, CancellationToken, Task<JsonNode>> ask)
    {
        Argument<string> id = new("id") { Description = what };
        return Make(factory, new NodeConnection(), name, description, [id], (client, context) => ask(client, context.Get(id), context.Stop));
    }

    private static Command Make(
        CommandFactory factory, NodeConnection connection, string name, string description, Symbol[] symbols, Func<ChainClient, CommandContext, Task<JsonNode>> ask) =>
        factory.Make(name, description, [.. symbols, .. connection.Symbols], context => connection.Use(context, async client =>
        {
            JsonNode answer = await ask(client, context);
            context.Output.Write(answer, text => ProtoJson.WriteText(answer, text));
            return ExitCode.Done;
        }));

    private static async Task<JsonNode> Of<T>(Task<T> answer)
        where T : IMessage => ProtoJson.Of(await answer);

    /// <summary>All pages as one list.</summary>
    private static async Task<JsonNode> Pages(string list, Func<string, Task<IMessage>> ask)
    {
        JsonArray all = [];
        string token = string.Empty;
        do
        {
            JsonObject page = ProtoJson.Of(await ask(token));
            foreach (JsonNode? item in page[list]!.AsArray())
            {
                all.Add(item!.DeepClone());
            }

            token = (string?)page["next_page_token"] ?? string.Empty;
        }
        while (token.Length > 0);
        return new JsonObject { [list] = all };
    }

    private static ByteString Bytes(string text, string what) => ByteString.CopyFrom(Arguments.Hash(text, what));
}
