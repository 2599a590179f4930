using System.CommandLine;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Client;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Cli.Commands.Genesis;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Contribution.Queries;
using Google.Protobuf;
using Command = System.CommandLine.Command;

namespace DeAI.Chain.Cli.Commands.Proofs;

/// <summary><c>deai prove</c> writes a proof to a file; <c>deai check-proof</c> needs nothing but that file and the genesis.</summary>
internal static class ProveCommands
{
    private const int MaxProofBytes = 64 * 1024 * 1024;

    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group(
            "prove", "Get a proof that can be checked offline.",
            Balance(factory), Share(factory), Key(factory), Absent(factory),
            Transaction(factory), Receipt(factory), RangeCommand.Create(factory));

    public static Command CreateCheck(CommandFactory factory)
    {
        Argument<string> file = new("file") { Description = "A proof file." };
        Option<string> genesis = new("--genesis") { Description = "The genesis file of the chain that the proof is to be about.", Required = true };
        return factory.Make("check-proof", "Check a proof file offline, with nothing but the genesis file.", [file, genesis], context =>
        {
            string path = context.Get(file);
            GenesisDocument document = GenesisDocument.Parse(GenesisFiles.Read(context.Get(genesis))).OrFail("give the chain's genesis file");
            ProofFile proof = ProofFile.Parse(Read(path)).OrFail("the file is damaged or is no proof: ask for it again");
            VerifiedFact fact = ProofVerifier.Verify(proof, document)
                .OrFail("do not believe it: the proof was altered, or it is about another chain");
            Print(context, fact, path);
            return ExitCode.Done;
        });
    }

    private static Command Balance(CommandFactory factory)
    {
        Option<string> account = new("--account") { Description = "An account id, a public key or a keystore.", Required = true };
        Option<ulong> height = HeightOption();
        return Make(factory, "balance", "What an account holds.", [account, height], (client, context) =>
            OfState(client, context, AccountsQueries.BalanceKey(Arguments.Account(context.Get(account))), context.Get(height)));
    }

    private static Command Share(CommandFactory factory)
    {
        Option<string> task = new("--task") { Description = "The task's id.", Required = true };
        Option<uint> round = new("--round") { Description = "The round's number.", Required = true };
        Option<uint> organisation = new("--organisation") { Description = "The organisation's number.", Required = true };
        Option<ulong> height = HeightOption();
        return Make(factory, "share", "An organisation's share in a training round.", [task, round, organisation, height], (client, context) =>
        {
            Hash256 id = new(Arguments.Hash(context.Get(task), "task"));
            byte[] key = ContributionQueries.ShareKey(id, context.Get(round), new OrganisationId(context.Get(organisation)));
            return OfState(client, context, key, context.Get(height));
        });
    }

    private static Command Key(CommandFactory factory)
    {
        Option<string> key = KeyOption();
        Option<ulong> height = HeightOption();
        return Make(factory, "key", "Whatever stands under a state key, or that nothing does.", [key, height], (client, context) =>
            OfState(client, context, Hex(context.Get(key)), context.Get(height)));
    }

    private static Command Absent(CommandFactory factory)
    {
        Option<string> key = KeyOption();
        Option<ulong> height = HeightOption();
        return Make(factory, "absent", "That nothing stands under a state key.", [key, height], async (client, context) =>
        {
            GetStateRequest request = new() { Key = ByteString.CopyFrom(Hex(context.Get(key))), Height = context.Get(height) };
            GetStateResponse answer = await client.State.GetAsync(request, context.Stop);
            return answer.Present
                ? throw new CliException("proof.present", $"There is an entry under {context.Get(key)}", "prove it with 'deai prove key'")
                : ProofFile.Of(request.Key.Span, answer);
        });
    }

    private static Option<string> KeyOption() => new("--state-key") { Description = "The state key in hexadecimal.", Required = true };

    private static Command Transaction(CommandFactory factory)
    {
        Argument<string> id = new("id") { Description = "The transaction's id." };
        return Make(factory, "tx", "A transaction with its receipt.", [id], async (client, context) =>
            ProofFile.Of(await client.State.ProveTransactionAsync(Request(context.Get(id)), context.Stop)));
    }

    private static Command Receipt(CommandFactory factory)
    {
        Argument<string> id = new("id") { Description = "The transaction's id." };
        return Make(factory, "receipt", "A transaction's receipt alone: what became of it, without what it said.", [id], async (client, context) =>
            ProofFile.OfReceipt(await client.State.ProveTransactionAsync(Request(context.Get(id)), context.Stop)));
    }

    private static ProveTransactionRequest Request(string id) => new() { Id = ByteString.CopyFrom(Arguments.Hash(id, "transaction")) };

    internal static Option<ulong> HeightOption() => new("--height") { Description = "The height of the state; the newest if left out." };

    private static async Task<ProofFile> OfState(ChainClient client, CommandContext context, byte[] key, ulong height)
    {
        GetStateRequest request = new() { Key = ByteString.CopyFrom(key), Height = height };
        GetStateResponse answer = await client.State.GetAsync(request, context.Stop);
        return ProofFile.Of(key, answer);
    }

    internal static byte[] Hex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            throw CliException.Usage($"'{text}' is not hexadecimal");
        }
    }

    internal static Command Make(
        CommandFactory factory, string name, string description, Symbol[] symbols, Func<ChainClient, CommandContext, Task<ProofFile>> prove)
    {
        NodeConnection connection = new();
        Option<string> file = new("--out") { Description = "Where to write the proof.", Required = true };
        return factory.Make(name, description, [.. symbols, file, .. connection.Symbols], context => connection.Use(context, async client =>
        {
            ProofFile proof = await prove(client, context);
            GenesisDocument genesis = client.Options.Genesis ?? await AskGenesis(client, context);
            VerifiedFact fact = ProofVerifier.Verify(proof, genesis).OrFail("the node gave a wrong proof: ask another node");
            await File.WriteAllTextAsync(context.Get(file), proof.ToJson(), context.Stop);
            Print(context, fact, context.Get(file));
            return ExitCode.Done;
        }));
    }

    /// <summary>Without a pinned genesis the node's own serves to check that the proof is whole; who receives it checks against theirs.</summary>
    private static async Task<GenesisDocument> AskGenesis(ChainClient client, CommandContext context)
    {
        GenesisFile answer = await client.Node.GetGenesisAsync(new GetGenesisRequest(), context.Stop);
        return GenesisDocument.Parse(answer.Json).OrFail("the node's genesis is not usable: ask another node");
    }

    private static byte[] Read(string path) =>
        !File.Exists(path) ? throw new CliException("proof.not_found", $"There is no file {path}", "give the path of a proof file")
        : new FileInfo(path).Length > MaxProofBytes ? throw new CliException("proof.too_large", $"{path} is longer than any proof", "give the path of a proof file")
        : File.ReadAllBytes(path);

    private static void Print(CommandContext context, VerifiedFact fact, string path) => context.Output.Write(
        new
        {
            fact.Description,
            kind = fact.Kind,
            chain = fact.Chain.ToString(),
            height = fact.Height.Value,
            block = fact.Block.ToString(),
            fact.TimeMs,
            present = fact.Kind is ProofKind.Transaction or ProofKind.Receipt || fact.Value is not null || fact.Entries.Count > 0,
            entries = fact.Entries.Items.Select(static entry => new { key = Hex(entry.Key), value = Hex(entry.Value) }),
            file = Path.GetFullPath(path),
        },
        text =>
        {
            text.WriteLine($"proven: {fact.Description}");
            foreach (StateEntry entry in fact.Entries)
            {
                text.WriteLine($"  {Hex(entry.Key)} = {entry.Value}");
            }

            text.WriteLine($"chain   {fact.Chain}");
            text.WriteLine($"block   {fact.Block} at height {fact.Height}, {DateTimeOffset.FromUnixTimeMilliseconds((long)fact.TimeMs):O}");
        });

    private static string Hex(Blob bytes) => Convert.ToHexStringLower(bytes.Span);
}
