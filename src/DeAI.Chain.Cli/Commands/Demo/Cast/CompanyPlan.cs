using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Modules.Registry.Contracts;

namespace DeAI.Chain.Cli.Commands.Demo.Cast;

/// <summary>An organisation of the story, before it has keys.</summary>
/// <param name="Node">What kind of node it runs.</param>
/// <param name="Airport">Whose flights it holds; empty for who holds none.</param>
internal sealed record CompanyPlan(string Name, string LegalEntity, Role Roles, ulong Credits, LocalNodeKind Node, string Airport);
