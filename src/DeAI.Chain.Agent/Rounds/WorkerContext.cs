using DeAI.Chain.Agent.Chain;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Agent.Rounds;

/// <summary>What all tasks of an agent share.</summary>
internal sealed record WorkerContext(
    AgentConfiguration Configuration,
    IChainAccess Chain,
    ChainReader Reader,
    MemberSecret Secret,
    AgentJournal Journal,
    ContributionBuilder Builder,
    OrganisationId Organisation,
    ILogger Log);
