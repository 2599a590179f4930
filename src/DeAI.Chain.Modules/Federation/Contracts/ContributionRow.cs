namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>A contribution with its key.</summary>
public sealed record ContributionRow(ContributionKey Key, ContributionRecord Record);
