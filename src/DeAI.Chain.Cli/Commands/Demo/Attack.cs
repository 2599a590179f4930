using DeAI.Chain.Agent.Sabotage;

namespace DeAI.Chain.Cli.Commands.Demo;

/// <param name="Name">In the report.</param>
/// <param name="Deed">What the saboteur does, for people.</param>
internal sealed record Attack(SabotageKind Kind, string Name, string Deed);
