using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Replica.Messages;

namespace DeAI.Chain.Replica.Blocks;

/// <summary>What speaks against a block on this node and maybe on no other: it does not vote for the block, and follows a quorum that did.</summary>
internal static class BlockObjections
{
    public static Refusal? To(ExecutedBlock block, ReplicaCore core) => TimeAhead(block, core) ?? TooMuchTogether(block, core);

    /// <summary>Only this node's clock says so. In 64 signed bits the greatest time would lie in the past.</summary>
    private static Refusal? TimeAhead(ExecutedBlock block, ReplicaCore core)
    {
        Int128 ahead = (Int128)block.Header.TimeMs - core.NowMs;
        return ahead <= core.Timing.MaxSkewMs
            ? null
            : new Refusal(ReplicaErrors.TimeAhead, $"the header's time is {ahead} ms ahead, at most {core.Timing.MaxSkewMs} are allowed");
    }

    /// <summary>
    /// How much is not durable yet differs from node to node. A block without transactions is free of this: by such ones the chain gets out.
    /// </summary>
    private static Refusal? TooMuchTogether(ExecutedBlock block, ReplicaCore core)
    {
        long bytes = block.Transactions.IsEmpty ? 0 : core.Tree.BytesAboveBase(block.Digest);
        return bytes <= FinalizedSegment.MaxBytes
            ? null
            : new Refusal(ReplicaErrors.TooMuchTogether, $"{bytes} bytes of transactions would become final together, at most {FinalizedSegment.MaxBytes} may");
    }
}
