using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>
/// Blocks after a closing block within its epoch: empty, at its height, with its roots, without a beacon. They only carry consensus on until
/// the closing block is final, and are no part of the history.
/// </summary>
public static class Carrier
{
    /// <summary>Whether a child in this epoch has to be a carrier.</summary>
    public static bool IsExpected(BlockHeader parent, Epoch epoch) => parent.ClosesEpoch && parent.Epoch == epoch;

    internal static Result<ExecutedBlock> Execute(LedgerState parent, BlockDraft draft)
    {
        if (OrderRules.Check(parent.Header, draft).Refusal is { } disorder)
        {
            return Result.Refuse<ExecutedBlock>(disorder);
        }

        ValidatorSet seats = ValidatorSchedule.Current(parent.State);
        if (seats.IndexOf(draft.Proposer) < 0)
        {
            return Result.Refuse<ExecutedBlock>(BlockErrors.UnknownProposer, $"{draft.Proposer} holds no seat in epoch {draft.Epoch}");
        }

        if (draft.BeaconProof != default)
        {
            return Result.Refuse<ExecutedBlock>(BlockErrors.BadBeacon, "a carrier has no beacon proof");
        }

        BlockHeader header = parent.Header with
        {
            View = draft.View,
            Parent = parent.Digest,
            TimeMs = draft.TimeMs,
            TransactionsRoot = CountedRoot.Of(CountedRoot.TransactionsDomain, default),
            Proposer = draft.Proposer,
            BeaconProof = default,
        };
        return Result.Of(new ExecutedBlock(
            header,
            header.Digest,
            [],
            WriteSet.Empty,
            Tree: null,
            [],
            BlockEvents.Empty,
            Beacon.Current(parent.State)));
    }
}
