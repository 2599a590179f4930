using System.Text.Json.Nodes;
using DeAI.Chain.Modules.Registry.Contracts;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>What <see cref="LocalNetwork.Create"/> makes.</summary>
/// <param name="Name">The network's name in its genesis.</param>
/// <param name="Organisations">In the order of their numbers; nodes are numbered in this order too, from 0.</param>
public sealed record LocalNetworkPlan(string Name, IReadOnlyList<LocalOrganisation> Organisations)
{
    /// <summary>What an account of <see cref="Standard"/> holds at the start.</summary>
    public const ulong StartCredits = 1_000_000_000;

    /// <summary>The first of a run of ports, three for each node; null for free ones.</summary>
    public int? BasePort { get; init; }

    /// <summary>Where each node listens for peers, by its index; 127.0.0.1 for those not named. Clients are served on 127.0.0.1 always.</summary>
    public IReadOnlyList<string> PeerHosts { get; init; } = [];

    /// <summary>Parameters that are not to have their defaults.</summary>
    public IReadOnlyDictionary<string, ulong> Parameters { get; init; } = new SortedDictionary<string, ulong>(StringComparer.Ordinal);

    /// <summary>Whole genesis sections of modules, by module name; registry and accounts come from <see cref="Organisations"/>.</summary>
    public IReadOnlyDictionary<string, JsonNode> Sections { get; init; } = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);

    /// <summary>What the nodes write to their logs: trace to critical.</summary>
    public string LogLevel { get; init; } = "information";

    /// <summary>
    /// Operators with one validator and the accounts operator-N (member, delegate) each; auditors; an authority with the accounts registrar,
    /// issuer, payout, approver, sponsor, funder, customer-1 and customer-2; and a contractor with worker-1 and worker-2.
    /// </summary>
    /// <param name="loadAccounts">Further accounts load-1, load-2 and so on, without roles, for load generators.</param>
    public static LocalNetworkPlan Standard(int validators, int auditors, int loadAccounts = 0)
    {
        List<LocalOrganisation> organisations = [];
        for (int i = 1; i <= validators; i++)
        {
            organisations.Add(new LocalOrganisation(
                $"Operator {i}", $"LOCAL-OPERATOR-{i}", LocalNodeKind.Validator, [new LocalAccount($"operator-{i}", Role.Member | Role.Delegate, StartCredits)]));
        }

        for (int i = 1; i <= auditors; i++)
        {
            organisations.Add(new LocalOrganisation($"Auditor {i}", $"LOCAL-AUDITOR-{i}", LocalNodeKind.Auditor, []));
        }

        organisations.Add(new LocalOrganisation("Authority", "LOCAL-AUTHORITY", LocalNodeKind.None, Services()));

        // Nobody may take a bounty of his own organisation.
        LocalAccount[] workers = [new LocalAccount("worker-1", Role.Worker, StartCredits), new LocalAccount("worker-2", Role.Worker, StartCredits)];
        organisations.Add(new LocalOrganisation("Contractor", "LOCAL-CONTRACTOR", LocalNodeKind.None, workers));
        if (loadAccounts > 0)
        {
            LocalAccount[] accounts = [.. Enumerable.Range(1, loadAccounts).Select(static i => new LocalAccount($"load-{i}", Role.None, StartCredits))];
            organisations.Add(new LocalOrganisation("Load", "LOCAL-LOAD", LocalNodeKind.None, accounts));
        }

        return new LocalNetworkPlan("localnet", organisations);
    }

    private static LocalAccount[] Services() =>
    [
        new LocalAccount("registrar", Role.Registrar, StartCredits),
        new LocalAccount("issuer", Role.Issuer, StartCredits),
        new LocalAccount("payout", Role.Payout, StartCredits),
        new LocalAccount("approver", Role.Approver, StartCredits),
        new LocalAccount("sponsor", Role.Sponsor, 100 * StartCredits),
        new LocalAccount("funder", Role.Funder, 10 * StartCredits),
        new LocalAccount("customer-1", Role.Customer, StartCredits),
        new LocalAccount("customer-2", Role.Customer, StartCredits),
    ];
}
