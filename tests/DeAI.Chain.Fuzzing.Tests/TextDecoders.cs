using System.Text;
using System.Text.Json;
using DeAI.Chain.Agent;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Agent.Rounds;
using DeAI.Chain.Cli.Commands.Genesis;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Commands.Transactions;
using DeAI.Chain.Cli.Terminal;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Modules;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>Texts: JSON of keys, genesis, proofs and settings, CSV of flights, ids.</summary>
internal static class TextDecoders
{
    /// <summary>JSON is read into a document, then into values: strings of two bytes a character, tables of members.</summary>
    private static readonly AllocationBound Json = new(512 << 10, 200);

    private static readonly SampleFiles Files = new();

    private static readonly ModuleCatalog Modules = ModuleCatalog.Create();

    public static IEnumerable<Decoder> All() =>
    [
        Text("keystore", Json, () => [Files.Keystore], static text => Done(Keystore.FromJson(text))),
        Text("genesis", new(512 << 10, 400), () => [Files.Genesis], static text => Done(GenesisDocument.Parse(text))),
        Text("genesis.state", new(64 << 20, 4000), () => [Files.Genesis], BuildGenesis, rarity: 200),
        Text("proof_file", Json, () => [.. ProofFiles()], static text => Done(ProofFile.Parse(text))),
        Text("proof_file.verify", new(2 << 20, 400), () => [.. ProofFiles()], VerifyProof, rarity: 4),
        Text("agent.configuration", Json, () => [AgentJson], static text => Done(AgentConfiguration.Parse(text, "agent.json"))),
        Text("agent.flights", Json, () => [Csv, Table], static text => Done(FlightTable.Parse(text))),
        Text("learning.flights", Json, () => [Csv], static text => Done(FlightCsv.Parse(text))),
        Text("cli.genesis_draft", Json, () => [Files.Genesis], static text => Cli(() => GenesisDraft.Parse(text, "genesis.json"))),
        InFile("node.configuration", "node.json", () => Files.NodeConfiguration, static (path, _) => Done(NodeConfigurationLoader.Load(path, new Dictionary<string, string>(), static _ => null))),
        InFile("cli.localnet", "localnet.json", () => Files.LocalNet, static (_, directory) => Cli(() => LocalNetworkFile.Read(directory))),
        InFile("cli.task_file", "task.json", static () => TaskFile.Of(DemoTask.Terms).ToJson(), static (path, _) => Cli(() => TaskFile.Read(path))),
        InFile("agent.journal", AgentJournal.FileName, static () => Journal, static (_, directory) => Done(AgentJournal.Open(directory))),
        InFile("storage.vote_marker", "marker", static () => Marker, static (path, _) => VoteLogMarker.Read(path, out string? problem) is null ? Refuse("storage.bad_marker", problem ?? "none") : null),
        InFile("network.tls_certificate", "tls.pem", static () => Files.TlsCertificate, static (path, _) => Done(TlsCertificate.Load(path))),
        Text("id", new(4096, 40), static () => [new string('a', 64), new string('0', 64)], static text => PublicKey.TryParse(text, out _) && AccountId.TryParse(text, out _) && Hash256.TryParse(text, out _) ? null : Refuse("id.bad", "no id")),
    ];

    private const string Csv = "date,delay,distance,origin,destination\n2001-01-02T00:05,-3,612,ATL,DFW\n2001-01-02T06:15,12,612,DFW,ATL\n";

    private const string Table = "\"carrier\",Origin,destination,date,delay,distance\n\"A, \"\"B\"\"\",ATL,DFW,2001-01-02T00:05,5,612\r\n";

    private const string Journal = "{\"Version\":1,\"DataSets\":{\"aa\":\"bb\"},\"Reported\":{\"cc\":3}}";

    private const string AgentJson =
        """
        { "nodes": ["https://10.0.0.1:7443"], "genesis": "genesis.json", "keystore": "key.json", "data": "flights.csv", // comments are allowed
          "stateDirectory": "state", "purpose": "delay_prediction", "trainBefore": "2001-05-01", "verifyReads": false, "sabotage": "none",
          "holdoutBlocksPerRound": 4, "maxTrainingBlocks": 64, "firstRound": 1, "consentHeights": 1000 }
        """;

    private static string Marker
    {
        get
        {
            string path = Path.Combine(Files.Scratch, "seed.votes");
            new VoteLogMarker(new VoteLogIdentity(default, default), 4, 17, "12:34", Quarantined: false, new Epoch(2), new View(9)).Write(path);
            return File.ReadAllText(path);
        }
    }

    private static IEnumerable<string> ProofFiles()
    {
        SeedMaker maker = new(new Random(11));
        for (int i = 0; i < 6; i++)
        {
            ProofFile proof = (ProofFile)maker.Make(typeof(ProofFile));
            yield return (proof with { Kind = (ProofKind)(1 + (i % 4)), Finality = proof.Finality with { Header = new Blob(Canonical.Encode((Ledger.Blocks.BlockHeader)maker.Make(typeof(Ledger.Blocks.BlockHeader)))) } }).ToJson();
        }
    }

    private static Refusal? VerifyProof(string text)
    {
        Result<ProofFile> proof = ProofFile.Parse(text);
        if (proof.Refusal is { } refusal)
        {
            return refusal;
        }

        // None of these can be a fact: no validator signed.
        return ProofVerifier.Verify(proof.Value, Files.GenesisDocument).IsOk ? throw new InvalidOperationException("A forged proof was accepted.") : null;
    }

    private static Refusal? BuildGenesis(string text)
    {
        Result<GenesisDocument> document = GenesisDocument.Parse(text);
        return document.Refusal ?? GenesisState.Build(document.Value, Modules).Refusal;
    }

    private static Refusal? Done<T>(Result<T> result) => result.Refusal;

    private static Refusal Refuse(string code, string detail) => new(new ReasonCode(code), detail);

    private static Refusal? Cli<T>(Func<T> read)
    {
        try
        {
            return read() is null ? throw new InvalidOperationException("Nothing was read.") : null;
        }
        catch (CliException refused)
        {
            return new Refusal(new ReasonCode(refused.Code), refused.Message);
        }
    }

    private static CustomDecoder<bool> Text(string name, AllocationBound bound, Func<IReadOnlyList<string>> seeds, Func<string, Refusal?> read, int rarity = 1) => new(
        "text." + name,
        bound,
        () => [.. seeds().Select(Encoding.UTF8.GetBytes)],
        input => read(Encoding.UTF8.GetString(input)) is { } refusal ? Result.Refuse<bool>(refusal) : Result.Of(true))
    {
        IsText = true,
        Rarity = rarity,
    };

    private static CustomDecoder<bool> InFile(string name, string file, Func<string> seed, Func<string, string, Refusal?> read) => new(
        "file." + name,
        Json,
        () => [Encoding.UTF8.GetBytes(seed())],
        input =>
        {
            string path = Path.Combine(Files.Scratch, file);
            File.WriteAllBytes(path, input);
            return read(path, Files.Scratch) is { } refusal ? Result.Refuse<bool>(refusal) : Result.Of(true);
        })
    {
        IsText = true,
        Rarity = 100,
        MaxLength = 16 << 10,
    };
}
