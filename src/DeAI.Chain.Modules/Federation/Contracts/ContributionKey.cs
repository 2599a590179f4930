using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>One organisation's part in one round.</summary>
public readonly record struct ContributionKey(Hash256 Task, uint Round, OrganisationId Organisation);
