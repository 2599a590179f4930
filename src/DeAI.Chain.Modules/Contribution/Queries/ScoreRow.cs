using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution.Queries;

/// <summary>An organisation's score in a round.</summary>
public sealed record ScoreRow(OrganisationId Organisation, ScoreRecord Record);
