namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>An organisation of a local network, with its accounts and at most one node.</summary>
public sealed record LocalOrganisation(string Name, string LegalEntity, LocalNodeKind Node, IReadOnlyList<LocalAccount> Accounts);
