using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>A round under way with its task.</summary>
public sealed record ActiveRound(Hash256 Id, TaskRecord Task, uint Number, RoundRecord Round)
{
    public ContributionKey KeyOf(OrganisationId organisation) => new(Id, Number, organisation);
}
