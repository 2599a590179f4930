using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api;

/// <summary>What does not change while a node runs: <paramref name="GenesisJson"/> is the text of the genesis file as it was read.</summary>
public sealed record ChainDescription(ChainId Chain, string Name, string GenesisJson, CatalogIndex Catalog);
