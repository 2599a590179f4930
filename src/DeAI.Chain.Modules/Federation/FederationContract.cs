using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Events;
using DeAI.Chain.Modules.Federation.State;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation;

/// <summary>The rules of rounds, for Federation itself and for the two modules that close its later phases.</summary>
internal sealed class FederationContract(IRegistry registry, ICredits credits, IConsent consent, IModelVersions versions) : IFederation
{
    public bool TryGetTask(IStateReader state, Hash256 task, [NotNullWhen(true)] out TaskRecord? record) =>
        FederationState.TryGetTask(state, task, out record);

    public bool TryGetRound(IStateReader state, Hash256 task, uint round, [NotNullWhen(true)] out RoundRecord? record) =>
        FederationState.TryGetRound(state, task, round, out record);

    public IEnumerable<Hash256> TaskIds(IStateReader state) => FederationState.AllTasks(state).Select(static task => task.Key);

    public bool TryGetContribution(IStateReader state, ContributionKey key, [NotNullWhen(true)] out ContributionRecord? record) =>
        FederationState.TryGetContribution(state, key, out record);

    public IReadOnlyList<ContributionRow> Contributions(IStateReader state, Hash256 task, uint round) =>
        FederationState.Contributions(state, task, round);

    public ModelWeights StartWeights(IStateReader state, TaskRecord task)
    {
        if (task.Latest.IsDefault)
        {
            return InitialWeights.From(task.Terms.Model, task.Terms.WeightsSeed);
        }

        return versions.WeightsOf(state, task.Latest) ?? throw new StateCorruptException($"Version {task.Latest} has no weights.");
    }

    public IReadOnlyList<ActiveRound> Due(IStateReader state, Height height, RoundPhase phase)
    {
        List<ActiveRound> due = FederationState.Due(state, height);
        due.RemoveAll(round => round.Round.Phase != phase);
        return due;
    }

    public Result<ActiveContribution> RequireActive(ReadContext context, Hash256 task, uint round, RoundPhase phase)
    {
        Result<ActiveRound> found = RequirePhase(context, task, round, phase);
        if (!found.TryGet(out ActiveRound active, out Refusal? refusal))
        {
            return Result.Refuse<ActiveContribution>(refusal);
        }

        Result<AccountRecord> account = registry.Require(context.State, context.Sender, Role.Member);
        if (!account.TryGet(out AccountRecord sender, out refusal))
        {
            return Result.Refuse<ActiveContribution>(refusal);
        }

        ContributionKey key = active.KeyOf(sender.Organisation);
        if (!FederationState.TryGetContribution(context.State, key, out ContributionRecord? record))
        {
            return Result.Refuse<ActiveContribution>(
                Errors.NotRegistered, $"organisation {sender.Organisation} did not register for round {round}");
        }

        if (record.Account != context.Sender)
        {
            return Result.Refuse<ActiveContribution>(
                Errors.NotYourContribution, $"account {record.Account.ToShortString()} registered it, {context.Sender.ToShortString()} sent this");
        }

        Result live = RequireConsent(context.State, context.Block.Height, active, record);
        return live.Refusal is { } dead
            ? Result.Refuse<ActiveContribution>(dead)
            : Result.Of(new ActiveContribution(active, new ContributionRow(key, record)));
    }

    public Result RequireConsent(IStateReader state, Height height, ActiveRound round, ContributionRecord contribution) =>
        consent.RequireLive(state, height, contribution.DataSet, round.Task.Terms.Purpose, round.Id);

    public void SetStatus(IStateWriter state, ContributionRow row, ContributionStatus status) =>
        FederationState.PutContribution(state, row.Key, row.Record with { Status = status });

    public void Drop(IStateWriter state, ContributionRow row, ReasonCode reason, bool forfeit)
    {
        ContributionRecord dropped = row.Record with { Status = ContributionStatus.Out, Reason = reason };
        FederationState.PutContribution(state, row.Key, Settle(state, row.Key, dropped, forfeit));
    }

    public void Enter(ApplyContext context, ActiveRound round, RoundPhase next, Hash256 holdoutSeed = default)
    {
        Height deadline = new(checked(context.Block.Height.Value + round.Task.Terms.Phases.Of(next)));
        FederationState.DeleteDeadline(context.State, round.Round.Deadline, round.Id);
        FederationState.PutDeadline(context.State, deadline, round.Id, round.Number);
        FederationState.PutRound(
            context.State, round.Id, round.Number, round.Round with { Phase = next, Deadline = deadline, HoldoutSeed = holdoutSeed });
        FederationEvents.PhaseEntered(context, round.Id, round.Number, next, deadline);
    }

    public void Fail(ApplyContext context, ActiveRound round, ReasonCode reason)
    {
        foreach (ContributionRow row in FederationState.Contributions(context.State, round.Id, round.Number))
        {
            if (row.Record.Bond == BondState.Held)
            {
                ContributionRecord released = row.Record with { Status = ContributionStatus.Released, Reason = reason };
                FederationState.PutContribution(context.State, row.Key, Settle(context.State, row.Key, released, forfeit: false));
            }
        }

        Credits reward = round.Task.Terms.Reward.PerRound;
        credits.PayOut(context.State, DepositIds.EscrowOf(round.Id), round.Task.Sponsor, reward);
        FederationEvents.RoundFailed(context, round, reason, reward);
        RoundRecord failed = round.Round with { Phase = RoundPhase.Failed, Reason = reason };
        End(context, round with { Round = failed });
    }

    public void Pay(IStateWriter state, Hash256 task, AccountId to, Credits amount)
    {
        if (!amount.IsZero)
        {
            credits.PayOut(state, DepositIds.EscrowOf(task), to, amount);
        }
    }

    public void Complete(ApplyContext context, ActiveRound round, Hash256 version, Credits unpaid)
    {
        foreach (ContributionRow row in FederationState.Contributions(context.State, round.Id, round.Number))
        {
            if (row.Record.Bond == BondState.Held)
            {
                ContributionRecord scored = row.Record with { Status = ContributionStatus.Scored };
                FederationState.PutContribution(context.State, row.Key, Settle(context.State, row.Key, scored, forfeit: false));
            }
        }

        FederationEvents.RoundCompleted(context, round, version, unpaid);
        TaskRecord task = round.Task with { Latest = version, Completed = round.Task.Completed + 1, RolledOver = unpaid };
        End(context, round with { Task = task, Round = round.Round with { Phase = RoundPhase.Completed, Version = version } });
    }

    /// <summary>Opens a round to registrations.</summary>
    internal static void Begin(ApplyContext context, Hash256 task, TaskRecord record)
    {
        Height now = context.Block.Height;
        Height deadline = new(checked(now.Value + record.Terms.Phases.Registration));
        RoundRecord round = new(RoundPhase.Registration, now, deadline, 0, record.Latest, default, default, default);
        FederationState.PutTask(context.State, task, record);
        FederationState.PutRound(context.State, task, record.Round, round);
        FederationState.PutDeadline(context.State, deadline, task, record.Round);
        FederationEvents.PhaseEntered(context, task, record.Round, RoundPhase.Registration, deadline);
    }

    internal static Result<ActiveRound> RequirePhase(ReadContext context, Hash256 task, uint round, RoundPhase phase)
    {
        if (!FederationState.TryGetTask(context.State, task, out TaskRecord? record))
        {
            return Result.Refuse<ActiveRound>(Errors.UnknownTask, $"there is no task {task}");
        }

        if (record.Round != round || !FederationState.TryGetRound(context.State, task, round, out RoundRecord? current))
        {
            return Result.Refuse<ActiveRound>(Errors.WrongRound, $"round {record.Round} is under way, not {round}");
        }

        return current.Phase == phase && context.Block.Height <= current.Deadline
            ? Result.Of(new ActiveRound(task, record, round, current))
            : Result.Refuse<ActiveRound>(
                Errors.WrongPhase, $"round {round} is in phase {current.Phase} until {current.Deadline}, {phase} is needed at {context.Block.Height}");
    }

    private ContributionRecord Settle(IStateWriter state, ContributionKey key, ContributionRecord record, bool forfeit)
    {
        if (record.Bond != BondState.Held)
        {
            throw new InvalidOperationException($"The bond of {key} is settled already: {record.Bond}.");
        }

        Hash256 bond = DepositIds.BondOf(key);
        if (forfeit)
        {
            credits.Forfeit(state, bond);
        }
        else
        {
            credits.Release(state, bond);
        }

        return record with { Bond = forfeit ? BondState.Forfeited : BondState.Returned };
    }

    private void End(ApplyContext context, ActiveRound round)
    {
        FederationState.DeleteDeadline(context.State, round.Round.Deadline, round.Id);
        FederationState.PutRound(context.State, round.Id, round.Number, round.Round with { Deadline = context.Block.Height });
        if (round.Number < round.Task.Terms.Training.Rounds)
        {
            Begin(context, round.Id, round.Task with { Round = round.Number + 1 });
            return;
        }

        Hash256 escrow = DepositIds.EscrowOf(round.Id);
        Credits rest = credits.DepositOf(context.State, escrow)!.Amount;
        credits.Release(context.State, escrow);
        FederationState.PutTask(context.State, round.Id, round.Task with { RolledOver = Credits.Zero, HasEnded = true });
        FederationEvents.TaskEnded(context, round.Id, round.Task.Completed, rest);
    }
}
