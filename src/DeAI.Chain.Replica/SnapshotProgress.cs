using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Replica.Messages.Snapshots;

namespace DeAI.Chain.Replica;

/// <summary>A snapshot sync that is under way, as the disk holds it.</summary>
public sealed record SnapshotProgress(SnapshotPlan Plan, StateAssembly Assembly);
