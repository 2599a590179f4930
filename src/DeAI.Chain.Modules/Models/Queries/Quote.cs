using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Queries;

/// <summary>What one prediction costs beside the transaction's fee, and where the money goes.</summary>
public sealed record Quote(Hash256 Version, Credits Price, Credits ToContributors, Credits ToTreasury);
