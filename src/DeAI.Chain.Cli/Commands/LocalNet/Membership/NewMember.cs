using DeAI.Chain.Api.V1;
using DeAI.Chain.Client;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;

namespace DeAI.Chain.Cli.Commands.LocalNet.Membership;

/// <summary>Admits the organisation that runs a further node of a local network: what its registrar and issuer do.</summary>
public static class NewMember
{
    private const string Registered = "registry.organisation_registered";

    /// <summary>Registers organisation, account and node, and gives the account credits for fees. The node may connect from then on.</summary>
    /// <returns>The organisation's number.</returns>
    /// <exception cref="ChainRefusedException">The chain refused.</exception>
    public static async Task<OrganisationId> RegisterAsync(LocalNetwork network, LocalNode node, ChainClient client, CancellationToken cancel)
    {
        LocalKey account = network.Accounts.Single(key => key.Name == $"operator-{node.Index + 1}");
        AccountId id = new(KeyReference.Parse(account.Key).Value);
        using SigningKey registrar = network.OpenKey("registrar");
        using TransactionSender registry = new(client, registrar);
        RegisterOrganisation organisation = new(account.Organisation, $"LOCAL-OPERATOR-{node.Index + 1}", KeyReference.Parse(account.Key), Role.Member | Role.Delegate);
        Transaction admitted = await registry.SendAsync(ModuleIds.Registry, RegisterOrganisation.Type, organisation, cancel);
        string number = admitted.Receipt.Events.Single(static fact => fact.Name == Registered).Attributes.Single(static attribute => attribute.Name == "organisation").Value;
        OrganisationId admittedAs = new(uint.Parse(number));

        NodeKind kind = node.Kind == LocalNodeKind.Validator ? NodeKind.Validator : NodeKind.Auditor;
        await registry.SendAsync(ModuleIds.Registry, RegisterNode.Type, new RegisterNode(admittedAs, KeyReference.Parse(node.Key), kind), cancel);

        using SigningKey issuer = network.OpenKey("issuer");
        using TransactionSender credits = new(client, issuer);
        await credits.SendAsync(ModuleIds.Accounts, Issue.Type, new Issue(id, new Credits(LocalNetworkPlan.StartCredits)), cancel);
        return admittedAs;
    }
}
