using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Events;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation.Handlers;

internal sealed class ProposeTaskHandler(IRegistry registry, ICredits credits) : MessageHandler<ProposeTask>
{
    public override ushort MessageType => ProposeTask.Type;

    public override string Name => "propose_task";

    protected override Result CheckStateless(ProposeTask message) => TermsCheck.Check(message.Terms);

    protected override Work WorkOf(ProposeTask message) => new(StateWrites: 5, MultiplyAccumulates: 0);

    protected override Result Check(ProposeTask message, ReadContext context)
    {
        Result<AccountRecord> sponsor = registry.Require(context.State, context.Sender, Role.Sponsor);
        if (sponsor.Refusal is { } refusal)
        {
            return new Result(refusal);
        }

        ulong least = ParameterStore.Get(context.State, Parameters.MinBond);
        if (message.Terms.Reward.Bond.Value < least)
        {
            return Result.Refuse(Errors.BondTooLow, $"a bond of {message.Terms.Reward.Bond}, at least {least} is needed");
        }

        ulong products = message.Terms.ReplayProducts;
        ulong limit = BlockLimits.Read(context.State).MultiplyAccumulates;
        if (products > limit)
        {
            return Result.Refuse(Errors.TooMuchWork, $"replaying one member takes {products} products, a block holds {limit}");
        }

        Credits escrow = EscrowOf(message.Terms);
        return credits.CanPay(context.State, context.Sender, escrow)
            ? Result.Ok
            : Result.Refuse(Errors.InsufficientCredits, $"the rewards of all rounds are {escrow}, the sponsor holds {credits.HeldBy(context.State, context.Sender)}");
    }

    protected override void Apply(ProposeTask message, ApplyContext context)
    {
        Hash256 task = context.Transaction;
        _ = registry.TryGetAccount(context.State, context.Sender, out AccountRecord? sponsor);
        Credits escrow = EscrowOf(message.Terms);
        credits.Lock(context.State, DepositIds.EscrowOf(task), DepositKind.Escrow, context.Sender, escrow);
        TaskRecord record = new(message.Terms, context.Sender, sponsor!.Organisation, 1, 0, default, Credits.Zero, HasEnded: false);
        FederationEvents.TaskProposed(context, task, record, escrow);
        FederationContract.Begin(context, task, record);
    }

    private static Credits EscrowOf(TaskTerms terms) => terms.Reward.PerRound.MultiplyDivide(terms.Training.Rounds, 1);
}
