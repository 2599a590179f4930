using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties;

/// <summary>What silence means: each waiting status has a deadline and one outcome.</summary>
internal sealed class Deadlines(Settlement settlement)
{
    /// <summary>Bounties that one block closes at most; more wait for the next block.</summary>
    public const int MaxPerBlock = 1024;

    public void End(ApplyContext context)
    {
        foreach (Hash256 bounty in BountiesState.Deadlines.TakeDue(context.State, context.Block.Height, MaxPerBlock))
        {
            End(context, bounty, BountiesState.Get(context.State, bounty));
        }
    }

    private void End(ApplyContext context, Hash256 bounty, BountyRecord record)
    {
        switch (record.Status)
        {
            case BountyStatus.Open:
                settlement.Refund(context, bounty, record, BountyStatus.Expired, "expired");
                break;
            case BountyStatus.Submitted:
                settlement.Pay(context, bounty, record, submission: 0, "silence");
                break;
            case BountyStatus.Rejected:
                settlement.Refund(context, bounty, record, BountyStatus.Refunded, "rejected");
                break;
            case BountyStatus.Disputed:
                settlement.Split(context, bounty, record);
                break;
            default:
                throw new InvalidOperationException($"Bounty {bounty} is {record.Status} and has a deadline.");
        }
    }
}
