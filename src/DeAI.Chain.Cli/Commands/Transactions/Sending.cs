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
    private readonly FinalityWaiting _waiting;
    private readonly Option<string?> _key = new("--key") { Description = "The sender's keystore." };
    private readonly Option<string?> _as = new("--as") { Description = "With --localnet: the name of one of its accounts, instead of --key." };
    private readonly Option<string?> _account = new("--account") { Description = "The sender's account, where its key was rotated." };
    private readonly Option<string?> _passphrase = Passphrases.FileOption();
    private readonly Option<bool> _print = new("--print") { Description = "Print the message in its canonical encoding; sign and send nothing." };

    public Sending() => _waiting = new FinalityWaiting(_connection);

    public IEnumerable<Symbol> Symbols => [_key, _as, _account, _passphrase, _print, .. _waiting.Symbols, .. _connection.Symbols];

    /// <summary>Builds the message, signs, submits, waits for finality, and prints the final transaction.</summary>
    public Task<int> Send<TMessage>(
        CommandContext context, ModuleId module, ushort type, MessageFields fields, Func<MessageValues, Task<TMessage>> build)
        where TMessage : ICanonical<TMessage> =>
        _connection.Use(context, async client =>
        {
            Height tip = fields.NeedsTip(context) ? new Height((await client.Node.GetStatusAsync(new GetStatusRequest(), context.Stop)).FinalizedHeight) : default;
            if (context.Get(_print))
            {
                Print(context, module, type, await build(new MessageValues(context, tip, client, SenderOf)));
                return ExitCode.Done;
            }

            using SigningKey key = OpenKey(context);
            AccountId account = context.Get(_account) is { } named ? Arguments.Account(named) : new AccountId(key.PublicKey.Value);
            TMessage message = await build(new MessageValues(context, tip, client, () => account));
            Transaction final = await _waiting.RunAsync(context, client, async options =>
            {
                using TransactionSender sender = new(client, key, account, options);
                return await sender.SendAsync(module, type, message, context.Stop);
            });
            JsonObject json = ProtoJson.Of(final);
            context.Output.Write(json, text => ProtoJson.WriteText(json, text));
            return ExitCode.Done;

            AccountId SenderOf() =>
                context.Get(_account) is { } given ? Arguments.Account(given) : throw CliException.Usage("The message names its sender", "give --account ID too");
        });

    private static void Print<TMessage>(CommandContext context, ModuleId module, ushort type, TMessage message)
        where TMessage : ICanonical<TMessage>
    {
        string payload = Convert.ToHexStringLower(Canonical.Encode(message));
        context.Output.Write(new { module = module.Value, messageType = type, payload }, text => text.WriteLine(payload));
    }

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
