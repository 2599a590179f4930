using DeAI.Chain.Modules.Federation.Contracts;

namespace DeAI.Chain.Modules.Federation.Queries;

/// <summary>A round with its number.</summary>
public sealed record RoundRow(uint Number, RoundRecord Record);
