using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Contracts;

/// <summary>An organisation with its number.</summary>
public sealed record OrganisationRow(OrganisationId Id, OrganisationRecord Record);
