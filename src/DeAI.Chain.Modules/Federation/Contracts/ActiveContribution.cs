namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>A sender's contribution to a round in the phase that its message belongs to.</summary>
public sealed record ActiveContribution(ActiveRound Round, ContributionRow Row);
