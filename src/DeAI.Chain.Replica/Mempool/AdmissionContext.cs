using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.State;

namespace DeAI.Chain.Replica.Mempool;

/// <summary>What admission looks at: the newest committed state and the waiting transactions.</summary>
/// <param name="State">After the last committed block.</param>
/// <param name="Ledger">The ledger's own rules for the next block on that state.</param>
/// <param name="Pool">What waits now.</param>
/// <param name="Limits">What bounds it.</param>
public sealed record AdmissionContext(IStateReader State, AdmissionRules Ledger, IMempoolContent Pool, MempoolLimits Limits);
