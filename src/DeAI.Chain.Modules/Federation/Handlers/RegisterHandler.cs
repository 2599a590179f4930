using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Events;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Federation.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation.Handlers;

internal sealed class RegisterHandler(IRegistry registry, ICredits credits, IConsent consent) : MessageHandler<Register>
{
    /// <summary>What an opening holds beside blocks, leaves and the update: the trace, and the fields around them.</summary>
    private const int OpeningOverhead = (TrainingPlan.MaxCheckpoints * 64) + 4096;

    private const int PerBlockOverhead = 64;

    public override ushort MessageType => Register.Type;

    public override string Name => "register";

    public override bool IsSponsored => true;

    protected override Result CheckStateless(Register message)
    {
        if (message.DataBlocks is < 1 or > BatchOrder.MaxBlocks)
        {
            return Result.Refuse(Errors.TooManyBlocks, $"{message.DataBlocks} blocks, 1 to {BatchOrder.MaxBlocks} can be trained on");
        }

        return message.HoldoutRoot.IsDefault || message.HoldoutRoot == message.DataRoot || message.HoldoutBlocks > BatchOrder.MaxBlocks
            ? Result.Refuse(Errors.BadHoldout, $"{message.HoldoutBlocks} hold-out blocks under {message.HoldoutRoot}")
            : Result.Ok;
    }

    protected override Work WorkOf(Register message) => new(StateWrites: 5, MultiplyAccumulates: 0);

    protected override Result Check(Register message, ReadContext context)
    {
        Result<ActiveRound> phase = FederationContract.RequirePhase(context, message.Task, message.Round, RoundPhase.Registration);
        if (!phase.TryGet(out ActiveRound round, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        Result<AccountRecord> member = registry.Require(context.State, context.Sender, Role.Member);
        if (!member.TryGet(out AccountRecord sender, out refusal))
        {
            return new Result(refusal);
        }

        if (FederationState.TryGetContribution(context.State, round.KeyOf(sender.Organisation), out _))
        {
            return Result.Refuse(Errors.AlreadyRegistered, $"organisation {sender.Organisation} is in round {message.Round}");
        }

        if (round.Round.Registered >= round.Task.Terms.Training.MaxContributors)
        {
            return Result.Refuse(Errors.RoundFull, $"{round.Round.Registered} members registered, there is no room for more");
        }

        Result data = CheckData(message, context, round, sender.Organisation);
        data = data.IsOk ? CheckHoldout(message, context, round) : data;
        Credits bond = round.Task.Terms.Reward.Bond;
        return !data.IsOk || credits.CanPay(context.State, context.Sender, bond)
            ? data
            : Result.Refuse(Errors.InsufficientCredits, $"the bond is {bond}, the member holds {credits.HeldBy(context.State, context.Sender)}");
    }

    protected override void Apply(Register message, ApplyContext context)
    {
        ActiveRound round = FederationContract.RequirePhase(context.AsRead(), message.Task, message.Round, RoundPhase.Registration).Value;
        OrganisationId organisation = registry.Require(context.State, context.Sender, Role.Member).Value.Organisation;
        ContributionKey key = round.KeyOf(organisation);
        ContributionRecord record = new(
            context.Sender,
            message.DataSet,
            message.DataRoot,
            message.DataBlocks,
            message.HoldoutRoot,
            message.HoldoutBlocks,
            default,
            ContributionStatus.Registered,
            BondState.Held,
            default);
        Credits bond = round.Task.Terms.Reward.Bond;
        credits.Lock(context.State, DepositIds.BondOf(key), DepositKind.Bond, context.Sender, bond);
        FederationState.PutContribution(context.State, key, record);
        FederationState.PutHoldout(context.State, message.Task, message.HoldoutRoot, new HoldoutUse(message.Round, organisation));
        FederationState.PutRound(
            context.State, message.Task, message.Round, round.Round with { Registered = checked((byte)(round.Round.Registered + 1)) });
        FederationEvents.Registered(context, key, record, bond);
    }

    private Result CheckData(Register message, ReadContext context, ActiveRound round, OrganisationId organisation)
    {
        TaskTerms terms = round.Task.Terms;
        Result live = consent.RequireLive(context.State, context.Block.Height, message.DataSet, terms.Purpose, round.Id);
        if (!live.IsOk)
        {
            return live;
        }

        if (!consent.TryGetDataSet(context.State, message.DataSet, out DataSetRecord? data) || data.Owner != organisation)
        {
            return Result.Refuse(Errors.NotYourData, $"data set {message.DataSet} is not organisation {organisation}'s");
        }

        if (data.Schema != terms.DataSchema)
        {
            return Result.Refuse(Errors.WrongSchema, $"the data set follows schema {data.Schema}, the task needs {terms.DataSchema}");
        }

        if (data.Root != message.DataRoot || data.Blocks != message.DataBlocks)
        {
            return Result.Refuse(Errors.WrongDataRoot, $"declared were {data.Blocks} blocks under {data.Root}, registered {message.DataBlocks} under {message.DataRoot}");
        }

        long size = OpeningSize(terms, message.DataBlocks);
        return size <= TransactionBody.MaxPayloadBytes
            ? Result.Ok
            : Result.Refuse(Errors.TooManyBlocks, $"an opening could need {size} bytes, a message holds {TransactionBody.MaxPayloadBytes}");
    }

    private static Result CheckHoldout(Register message, ReadContext context, ActiveRound round)
    {
        byte needed = round.Task.Terms.Training.HoldoutBlocks;
        if (message.HoldoutBlocks < needed)
        {
            return Result.Refuse(Errors.BadHoldout, $"{message.HoldoutBlocks} hold-out blocks, {needed} are needed");
        }

        return FederationState.IsHoldoutUsed(context.State, message.Task, message.HoldoutRoot)
            ? Result.Refuse(Errors.HoldoutReused, $"{message.HoldoutRoot} was registered for this task before: each row counts once")
            : Result.Ok;
    }

    /// <summary>Bytes of the largest opening that this round can force on a member.</summary>
    private static long OpeningSize(TaskTerms terms, uint blocks)
    {
        long opened = Math.Min(blocks, terms.Training.StepsPerRound);
        long parameters = new ModelShape(terms.Model).ParameterCount;
        return (opened * (DataBlock.LengthFor(terms.Model.Features) + PerBlockOverhead)) + ((blocks - opened) * 34)
            + (parameters * sizeof(int)) + OpeningOverhead;
    }
}
