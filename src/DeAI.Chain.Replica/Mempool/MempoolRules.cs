using DeAI.Chain.Replica.Mempool.Rules;

namespace DeAI.Chain.Replica.Mempool;

/// <summary>All admission rules in their order.</summary>
public static class MempoolRules
{
    public static IReadOnlyList<IAdmissionRule> All { get; } =
    [
        new NotWaitingRule(),
        new CapacityRule(),
        new SenderCapacityRule(),
        new LedgerRule(),
    ];
}
