using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>An organisation's average after a round and its share of the round's version.</summary>
internal sealed record MemberShare(OrganisationId Organisation, AccountId Account, long Average, uint Parts);
