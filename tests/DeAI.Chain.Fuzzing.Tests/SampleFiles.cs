using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Network;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>The files of a local network that is never started, and a folder to write damaged ones to.</summary>
internal sealed class SampleFiles
{
    private readonly Lazy<LocalNetwork> _network;

    public SampleFiles()
    {
        string root = Directory.CreateTempSubdirectory("deai-fuzzing-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        Scratch = Directory.CreateDirectory(Path.Combine(root, "scratch")).FullName;
        _network = new(() => LocalNetwork.Create(Path.Combine(root, "network"), LocalNetworkPlan.Standard(1, 1)));
        GenesisText = new(() => File.ReadAllText(_network.Value.GenesisFile));
    }

    public string Scratch { get; }

    public string Genesis => GenesisText.Value;

    public GenesisDocument GenesisDocument => field ??= GenesisDocument.Parse(Genesis).Value;

    public string Keystore => File.ReadAllText(_network.Value.Accounts[0].File);

    public string LocalNet => File.ReadAllText(Path.Combine(_network.Value.Directory, "localnet.json"));

    public string NodeConfiguration => File.ReadAllText(_network.Value.Nodes[0].ConfigFile);

    public string TlsCertificate
    {
        get
        {
            string path = Path.Combine(Scratch, "seed.pem");
            using TlsCertificate made = Network.TlsCertificate.Create(TimeProvider.System);
            made.Save(path);
            return File.ReadAllText(path);
        }
    }

    private Lazy<string> GenesisText { get; }
}
