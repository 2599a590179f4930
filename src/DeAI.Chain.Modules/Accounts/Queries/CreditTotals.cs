using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts.Queries;

/// <summary>Where all credits are. <c>Issued - Redeemed == Held + Escrowed + Bonded</c>.</summary>
public sealed record CreditTotals(Credits Issued, Credits Redeemed, Credits Held, Credits Escrowed, Credits Bonded);
