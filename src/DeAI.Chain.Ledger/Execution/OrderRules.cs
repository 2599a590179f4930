using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>Views and times grow from block to block. How far a time may be ahead of a voter's clock is the replica's to check.</summary>
internal static class OrderRules
{
    public static Result Check(BlockHeader parent, BlockDraft draft)
    {
        if (draft.View <= parent.View)
        {
            return Result.Refuse(BlockErrors.ViewNotLater, $"view {draft.View}, the parent's is {parent.View}");
        }

        return draft.TimeMs > parent.TimeMs
            ? Result.Ok
            : Result.Refuse(BlockErrors.TimeNotLater, $"time {draft.TimeMs} ms, the parent's is {parent.TimeMs} ms");
    }
}
