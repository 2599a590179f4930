namespace DeAI.Chain.Ledger.Genesis;

/// <summary>A parameter that the genesis file sets.</summary>
public sealed record GenesisParameter(string Name, ulong Value);
