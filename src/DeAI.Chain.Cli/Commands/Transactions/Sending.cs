using System.CommandLine;
using System.Text.Json.Nodes;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Client;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cli.Commands.Transactions;

/// <summary>Who signs, through which node; the same for every transaction.</summary>
internal sealed class Sending
{
    private readonly NodeConnection _connection = new();
    private readonly Option<string?> _key = new("--key") { Description = "The sender's keystore." };
    private readonly Option<string?> _as = new("--as") { Description = "With --localnet: the name of one of its accounts, instead of --key." };
    private readonly Option<string?> _account = new("--account") { Description = "The sender's account, where its key was rotated." };
    private readonly Option<string?> _passphrase = Passphrases.FileOption();

    public IEnumerable<Symbol> Symbols => [_key, _as, _account, _passphrase, .. _connection.Symbols];

    /// <summary>Signs, submits, waits for finality, and prints the final transaction.</summary>
    public Task<int> Send<TMessage>(CommandContext context, ModuleId module, ushort type, TMessage message)
        where TMessage : ICanonical<TMessage> =>
        _connection.Use(context, async client =>
        {
            using SigningKey key = OpenKey(context);
            AccountId account = context.Get(_account) is { } named ? Arguments.Account(named) : default;
            using TransactionSender sender = new(client, key, account);
            Transaction final = await sender.SendAsync(module, type, message, context.Stop);
            JsonObject json = ProtoJson.Of(final);
            context.Output.Write(json, text => ProtoJson.WriteText(json, text));
            return ExitCode.Done;
        });

    /// <summary>For commands that send something else than a signed message.</summary>
    public Task<int> Use(CommandContext context, Func<ChainClient, Task<int>> call) => _connection.Use(context, call);

    private SigningKey OpenKey(CommandContext context)
    {
        if (context.Get(_as) is { } name)
        {
            string directory = context.Get(_connection.LocalNetOption) ?? throw CliException.Usage("--as names an account of a local network", "give --localnet DIR too");
            return LocalNetwork.Open(directory).OpenKey(name);
        }

        string path = context.Get(_key) ?? throw CliException.Usage("Nobody signs", "give --key FILE, or --localnet DIR with --as NAME");
        return KeyFiles.Open(path, Passphrases.Get(context, _passphrase, $"of {path}"));
    }
}
