using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeAI.Chain.Cli.Commands.Genesis;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Network;

namespace DeAI.Chain.Cli.Commands.Node;

/// <summary><c>deai node init</c>: everything that a new node of an existing chain needs before its first start.</summary>
internal static class NodeInitCommand
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(CommandFactory factory)
    {
        Option<string> directory = new("--dir") { Description = "Where node.json, the key, the genesis file and later the home are; must hold none of them yet.", Required = true };
        Option<string> genesis = new("--genesis") { Description = "The chain's genesis file; it is copied.", Required = true };
        Option<string[]> peers = new("--peer") { Description = "KEY@HOST:PORT of a node to dial; one that answers is enough.", AllowMultipleArgumentsPerToken = true };
        Option<bool> auditor = new("--auditor") { Description = "A node that follows and never votes." };
        Option<string> listen = new("--listen") { Description = "HOST:PORT for peers.", DefaultValueFactory = static _ => "127.0.0.1:7100" };
        Option<string> grpc = new("--grpc") { Description = "HOST:PORT for clients; loopback only.", DefaultValueFactory = static _ => "127.0.0.1:7200" };
        Option<string> metrics = new("--metrics") { Description = "HOST:PORT of the metrics and health pages.", DefaultValueFactory = static _ => "127.0.0.1:7300" };
        Option<string?> passphrase = Passphrases.FileOption();
        const string Description = "Make the key and the settings of a new node of an existing chain. It may connect once a registrar has registered its key.";
        return factory.Make("init", Description, [directory, genesis, peers, auditor, listen, grpc, metrics, passphrase], context =>
        {
            string folder = Path.GetFullPath(context.Get(directory));
            string config = Path.Combine(folder, "node.json");
            if (File.Exists(config))
            {
                throw new CliException("node.exists", $"{config} exists", "choose another directory, or change the settings in it");
            }

            string text = GenesisFiles.Read(context.Get(genesis));
            GenesisDocument document = GenesisDocument.Parse(text).OrFail("give the chain's genesis file");
            JsonArray named = Peers(context.Get(peers) ?? []);
            foreach (Option<string> address in (Option<string>[])[listen, grpc, metrics])
            {
                PeerAddress.Parse(context.Get(address)).OrFail($"give {address.Name} HOST:PORT");
            }

            string kind = context.Get(auditor) ? "auditor" : "validator";
            byte[] secret = Passphrases.Get(context, passphrase, "for the node's key", confirm: true);
            PublicKey key = KeyFiles.Create(Path.Combine(folder, "node.key.json"), kind, secret, KdfStrength.Moderate);
            GenesisFiles.Write(Path.Combine(folder, "genesis.json"), text, document.Chain);
            JsonObject settings = new()
            {
                ["home"] = "data",
                ["genesis"] = "genesis.json",
                ["key"] = "node.key.json",
                ["passphrase_file"] = context.Get(passphrase) is { Length: > 0 } file ? Path.GetFullPath(file) : string.Empty,
                ["role"] = kind,
                ["listen"] = context.Get(listen),
                ["grpc"] = context.Get(grpc),
                ["metrics"] = context.Get(metrics),
                ["peers"] = named,
            };
            File.WriteAllText(config, settings.ToJsonString(Json) + "\n");
            context.Output.Write(
                new { chain = document.Chain.ToString(), publicKey = key.ToString(), role = kind, config },
                output => Describe(output, document.Chain, key, kind, config));
            return ExitCode.Done;
        });
    }

    private static void Describe(TextWriter output, ChainId chain, PublicKey key, string kind, string config)
    {
        output.WriteLine($"{kind} {key} of chain {chain}");
        output.WriteLine($"1. a registrar:  deai tx register-node --organisation N --node-key {key} --kind {kind}");
        output.WriteLine($"2. check, start: deai node doctor --config {config} && deai node run --config {config}");
        if (kind == "validator")
        {
            output.WriteLine($"3. a vote:       deai tx governance propose-seat --title TITLE --node-key {key}, then governance vote by the delegates");
        }
    }

    private static JsonArray Peers(string[] given)
    {
        JsonArray peers = [];
        foreach (string text in given)
        {
            string[] parts = text.Split('@');
            if (parts.Length != 2 || !PublicKey.TryParse(parts[0], out PublicKey key))
            {
                throw CliException.Usage($"'{text}' is no peer", "give --peer KEY@HOST:PORT; the key is what deai keys show prints for it");
            }

            PeerAddress address = PeerAddress.Parse(parts[1]).OrFail("give --peer KEY@HOST:PORT");
            peers.Add(new JsonObject { ["key"] = key.ToString(), ["address"] = address.ToString() });
        }

        return peers;
    }
}
