using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Events;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties;

/// <summary>Moves rewards: the only code of Bounties that does, and the one that keeps the totals.</summary>
internal sealed class Settlement(ICredits credits)
{
    public void TakeIn(IStateWriter state, Hash256 bounty, AccountId funder, Credits reward)
    {
        credits.Lock(state, BountiesState.EscrowId(bounty), DepositKind.Escrow, funder, reward);
        EscrowTotals totals = BountiesState.Totals(state);
        BountiesState.PutTotals(state, totals with { In = checked(totals.In + reward.Value) });
    }

    /// <param name="cause">As the event names it.</param>
    public void Pay(ApplyContext context, Hash256 bounty, BountyRecord record, uint submission, string cause)
    {
        AccountId worker = WorkerOf(context.State, bounty, submission);
        Settle(context.State, bounty, record, worker, record.Reward);
        BountiesState.Put(context.State, bounty, Closed(record, BountyStatus.Paid) with { Chosen = submission });
        BountiesEvents.Paid(context, bounty, worker, record.Reward, cause);
    }

    /// <param name="status">How it ended.</param>
    /// <param name="cause">As the event names it.</param>
    public void Refund(ApplyContext context, Hash256 bounty, BountyRecord record, BountyStatus status, string cause)
    {
        Settle(context.State, bounty, record, record.Funder, Credits.Zero);
        BountiesState.Put(context.State, bounty, Closed(record, status));
        BountiesEvents.Refunded(context, bounty, record.Reward, cause);
    }

    /// <summary>Half to the disputing worker, rounded down, the rest to the funder.</summary>
    public void Split(ApplyContext context, Hash256 bounty, BountyRecord record)
    {
        AccountId worker = WorkerOf(context.State, bounty, record.Chosen);
        Credits half = new(record.Reward.Value / 2);
        Settle(context.State, bounty, record, worker, half);
        BountiesState.Put(context.State, bounty, Closed(record, BountyStatus.Split));
        BountiesEvents.Split(context, bounty, worker, half, record.Reward - half);
    }

    private static BountyRecord Closed(BountyRecord record, BountyStatus status) => record with { Status = status, Deadline = default };

    private static AccountId WorkerOf(IStateReader state, Hash256 bounty, uint submission) =>
        BountiesState.TryGetSubmission(state, bounty, submission, out SubmissionRecord? record)
            ? record.Worker
            : throw new InvalidOperationException($"Bounty {bounty} has no submission {submission}.");

    private void Settle(IStateWriter state, Hash256 bounty, BountyRecord record, AccountId worker, Credits toWorker)
    {
        Hash256 escrow = BountiesState.EscrowId(bounty);
        if (!toWorker.IsZero)
        {
            credits.PayOut(state, escrow, worker, toWorker);
        }

        credits.Release(state, escrow);
        EscrowTotals totals = BountiesState.Totals(state);
        UInt128 back = (record.Reward - toWorker).Value;
        BountiesState.PutTotals(
            state, totals with { Paid = checked(totals.Paid + toWorker.Value), Refunded = checked(totals.Refunded + back) });
    }
}
