using DeAI.Chain.Replica;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Where the replica stands, for status and metrics.</summary>
internal sealed record ReplicaProgress(Height Height, Hash256 Digest, Hash256 StateRoot, View View, Epoch Epoch, bool IsSyncing, int Mempool)
{
    public static ReplicaProgress Of(ReplicaMachine replica) => new(
        replica.Committed.Header.Height,
        replica.Committed.Digest,
        replica.Committed.Header.StateRoot,
        replica.View,
        replica.Epoch,
        replica.IsSyncing,
        replica.MempoolCount);
}
