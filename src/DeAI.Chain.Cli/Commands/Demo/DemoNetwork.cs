using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Cli.Commands.Demo.Chain;
using DeAI.Chain.Cli.Commands.LocalNet;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>The story's network: real node processes, with a client for each node and a key for each actor.</summary>
internal sealed class DemoNetwork : IAsyncDisposable
{
    private readonly LocalNetwork _local;

    private DemoNetwork(LocalNetwork local)
    {
        _local = local;
        Nodes = [.. local.Nodes.Select(MakeNode)];
        Troupe = new Troupe([.. Companies.All.Select(MakeActor)]);
    }

    public ChainId Chain => _local.Chain;

    public string GenesisFile => _local.GenesisFile;

    public string PassphraseFile => _local.PassphraseFile;

    public Troupe Troupe { get; }

    public IReadOnlyList<DemoNode> Nodes { get; }

    public IReadOnlyList<DemoNode> Validators => [.. Nodes.Where(static node => node.IsValidator)];

    public DemoNode Auditor => Nodes.First(static node => !node.IsValidator);

    /// <summary>Makes keys, genesis and configurations. Nothing runs yet.</summary>
    public static DemoNetwork Create(string folder, DemoSettings settings)
    {
        LocalOrganisation[] organisations =
        [
            .. Companies.All.Select(static company => new LocalOrganisation(
                company.Name, company.LegalEntity, company.Node, [new LocalAccount(AccountNameOf(company.Name), company.Roles, company.Credits)])),
        ];
        LocalNetworkPlan plan = new("demo", organisations) { Parameters = settings.Parameters };
        return new DemoNetwork(LocalNetwork.Create(Path.Combine(folder, "network"), plan));
    }

    public Task StartAsync(CancellationToken cancel) => _local.StartAllAsync(isOwned: true, cancel);

    public Task KillAsync(DemoNode node) => _local.KillNodeAsync(IndexOf(node));

    public Task RestartAsync(DemoNode node, CancellationToken cancel) => _local.RestartAsync(IndexOf(node), cancel);

    public int? ProcessIdOf(DemoNode node) => _local.ProcessId(IndexOf(node));

    /// <summary>Nodes whose processes have ended although nobody ended them, each with the end of its log.</summary>
    public IReadOnlyList<string> Casualties() =>
    [
        .. _local.Nodes
            .Where(node => !_local.IsRunning(node.Index))
            .Select(node => $"{Nodes[node.Index].Name} is not running; its log ends:\n{_local.LogTail(node.Index, 6)}"),
    ];

    /// <summary>Stops every node.</summary>
    /// <returns>The names of those that had to be killed.</returns>
    public Task<bool> StopAsync() => _local.StopAllAsync();

    public async ValueTask DisposeAsync()
    {
        await _local.StopAllAsync();
        await _local.DisposeAsync();
        foreach (DemoNode node in Nodes)
        {
            node.Dispose();
        }

        foreach (Actor actor in Troupe.All)
        {
            actor.Key.Dispose();
        }
    }

    private static string AccountNameOf(string company) => company.ToLowerInvariant().Replace(' ', '-');

    private int IndexOf(DemoNode node) => Nodes.ToList().IndexOf(node);

    private DemoNode MakeNode(LocalNode node)
    {
        // Nodes are numbered in the order of the organisations that run one.
        CompanyPlan owner = Companies.All.Where(static company => company.Node != LocalNodeKind.None).ElementAt(node.Index);
        return new DemoNode($"{owner.Name}'s node", node.Kind == LocalNodeKind.Validator, new Uri($"http://{node.Grpc}"));
    }

    private Actor MakeActor(CompanyPlan company, int index)
    {
        string account = AccountNameOf(company.Name);
        LocalKey key = _local.Accounts.First(known => known.Name == account);
        AccountId id = AccountId.TryParse(key.Key, out AccountId parsed) ? parsed : throw new DemoException($"{key.File} names no account");
        return new Actor(company.Name, new OrganisationId((uint)index + 1), id, _local.OpenKey(account), key.File);
    }
}
