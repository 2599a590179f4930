using System.Collections.Immutable;
using DeAI.Chain.Ledger.Blocks;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>A block to propose, already executed, and the candidates that the state refused. Candidates in neither found no room.</summary>
public sealed record BuiltBlock(Block Block, ExecutedBlock Executed, ImmutableArray<DroppedTransaction> Dropped);
