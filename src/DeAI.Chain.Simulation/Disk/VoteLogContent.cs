using DeAI.Chain.Consensus;

namespace DeAI.Chain.Simulation.Disk;

/// <summary>What a restart finds in the vote log.</summary>
/// <param name="Records">None if it is damaged.</param>
/// <param name="WasTorn">An append that was never acknowledged was cut off.</param>
/// <param name="WasHealed">A damaged copy was replaced by the other one.</param>
/// <param name="IsDamaged">Durable votes are unreadable: the node must not sign.</param>
internal sealed record VoteLogContent(IReadOnlyList<VoteRecord> Records, bool WasTorn, bool WasHealed, bool IsDamaged);
