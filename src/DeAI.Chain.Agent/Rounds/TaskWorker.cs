using System.Collections.Immutable;
using System.Diagnostics;
using DeAI.Chain.Agent.Chain;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Agent.Sabotage;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Modules.Training.Queries;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Agent.Rounds;

/// <summary>
/// A member's part in one task. It holds no plan of its own: each time it looks at what the chain says about the round and about its
/// contribution, and does what comes next, so it may be stopped and started at any point.
/// </summary>
internal sealed class TaskWorker
{
    private readonly WorkerContext _context;
    private readonly Hash256 _id;
    private readonly MemberData _data;
    private readonly ChainActor _actor;
    private PreparedContribution? _prepared;
    private Hash256 _preparedFor;

    public TaskWorker(WorkerContext context, Hash256 id, MemberData data)
    {
        _context = context;
        _id = id;
        _data = data;
        _actor = new ChainActor(context.Chain, context.Log);
    }

    /// <summary>Does what is next, at most one message.</summary>
    /// <returns>Whether the task goes on.</returns>
    public async Task<bool> StepAsync(TaskRecord task, Height tip, CancellationToken cancellation)
    {
        await ReportAsync(task, cancellation);
        if (task.HasEnded || await _context.Reader.RoundAsync(_id, task.Round, cancellation) is not { } round)
        {
            return !task.HasEnded;
        }

        ContributionKey key = KeyOf(task.Round);
        ContributionRecord? own = await _context.Reader.ContributionAsync(key, cancellation);
        if (tip >= round.Deadline)
        {
            // The phase's last block is final: whatever is sent now would come too late.
            return true;
        }

        if (own is null)
        {
            if (round.Phase == RoundPhase.Registration && _actor.MayTry(task.Round, "registration", tip))
            {
                await RegisterAsync(task, round, tip, cancellation);
            }

            return true;
        }

        if (own.Account != _context.Chain.Account || own.DataRoot != _data.Training.Root)
        {
            SayForeign(task.Round, tip, own);
            return true;
        }

        await ContinueAsync(task, round, own, key, tip, cancellation);
        return true;
    }

    private Task ContinueAsync(
        TaskRecord task, RoundRecord round, ContributionRecord own, ContributionKey key, Height tip, CancellationToken cancellation) =>
        (round.Phase, own.Status) switch
        {
            (RoundPhase.Commit, ContributionStatus.Registered) when !own.Seed.IsDefault => CommitAsync(task, round, own, key, tip, cancellation),
            (RoundPhase.Open, ContributionStatus.Committed) => OpenAsync(task, round, own, key, tip, cancellation),
            (RoundPhase.Holdout, ContributionStatus.Accepted) => RevealAsync(task, round, own, key, tip, cancellation),
            _ => Task.CompletedTask,
        };

    private async Task RegisterAsync(TaskRecord task, RoundRecord round, Height tip, CancellationToken cancellation)
    {
        SaltedBlocks holdout = _data.Holdouts[(int)task.Round - 1];
        Hash256? dataSet = await EnsureDataSetAsync(task, tip, cancellation);
        if (dataSet is not { } id || !await EnsureConsentAsync(task, id, tip, cancellation) || task.Round < _context.Configuration.FirstRound)
        {
            return;
        }

        Register message = new(_id, task.Round, id, _data.Training.Root, _data.Training.Count, holdout.Root, holdout.Count);
        Receipt? receipt = await _actor.SendAsync(
            task.Round, "registration", tip, ModuleIds.Federation, Register.Type, message, cancellation);
        if (receipt is not null)
        {
            AgentLog.Registered(_context.Log, task.Round, task.Terms.Reward.Bond.Value, round.Deadline.Value + task.Terms.Phases.SeedDelay);
        }
    }

    /// <summary>The id of the declared data set; declares it first if the journal knows none that the chain knows too.</summary>
    private async Task<Hash256?> EnsureDataSetAsync(TaskRecord task, Height tip, CancellationToken cancellation)
    {
        SaltedBlocks data = _data.Training;
        if (_context.Journal.TryGetDataSet(data.Root, out Hash256 known)
            && await _context.Reader.DataSetAsync(known, cancellation) is { } record && record.Root == data.Root)
        {
            return known;
        }

        DeclareDataSet message = new(task.Terms.DataSchema, data.Root, data.Count, _context.Configuration.Licence);
        Receipt? receipt = await _actor.SendAsync(
            task.Round, "registration", tip, ModuleIds.Consent, DeclareDataSet.Type, message, cancellation);
        if (receipt is null)
        {
            return null;
        }

        _context.Journal.PutDataSet(data.Root, receipt.Transaction);
        AgentLog.DataDeclared(
            _context.Log, data.Count, (long)data.Count * ModelSpecification.BatchRows, data.Root.ToShortString(), _data.Holdouts.Sum(static g => (int)g.Count));
        return receipt.Transaction;
    }

    /// <summary>Whether there is a consent that lasts through the round. One that was revoked is never given again by itself: a person took it back.</summary>
    private async Task<bool> EnsureConsentAsync(TaskRecord task, Hash256 dataSet, Height tip, CancellationToken cancellation)
    {
        string purpose = task.Terms.Purpose;
        PhaseLengths phases = task.Terms.Phases;
        ConsentRecord? consent = await _context.Reader.ConsentAsync(dataSet, purpose, cancellation);
        if (consent is { IsRevoked: true })
        {
            _actor.Refuse(
                task.Round, "registration", tip, new Refusal(Modules.Consent.Errors.Revoked, $"the consent to '{purpose}' was revoked at height {consent.RevokedAt}"));
            return false;
        }

        ulong roundEnds = tip.Value + phases.Registration + phases.SeedDelay + phases.Commit + phases.Open + phases.Holdout;
        if (consent is not null && consent.ExpiresAt.Value > roundEnds)
        {
            return true;
        }

        Height expires = new(checked(tip.Value + Math.Max(_context.Configuration.ConsentHeights, roundEnds - tip.Value + 1)));
        Receipt? receipt = await _actor.SendAsync(
            task.Round, "registration", tip, ModuleIds.Consent, GiveConsent.Type, new GiveConsent(dataSet, purpose, default, expires), cancellation);
        if (receipt is not null)
        {
            AgentLog.Consented(_context.Log, purpose, expires.Value);
        }

        return receipt is not null;
    }

    private async Task CommitAsync(
        TaskRecord task, RoundRecord round, ContributionRecord own, ContributionKey key, Height tip, CancellationToken cancellation)
    {
        if (!_actor.MayTry(task.Round, "commitment", tip) || await PrepareAsync(task, round, own, key, cancellation) is not { } prepared)
        {
            return;
        }

        Receipt? receipt = await _actor.SendAsync(
            task.Round, "commitment", tip, ModuleIds.Training, Commit.Type, prepared.Commit, cancellation);
        if (receipt is not null)
        {
            AgentLog.Committed(_context.Log, task.Round, prepared.Commit.ResultDigest.ToShortString());
        }
    }

    private async Task OpenAsync(
        TaskRecord task, RoundRecord round, ContributionRecord own, ContributionKey key, Height tip, CancellationToken cancellation)
    {
        if (!_actor.MayTry(task.Round, "opening", tip) || await PrepareAsync(task, round, own, key, cancellation) is not { } prepared)
        {
            return;
        }

        Open message = ContributionBuilder.Open(key, task.Terms, prepared);
        Receipt? receipt = await _actor.SendAsync(
            task.Round, "opening", tip, ModuleIds.Training, Open.Type, message, cancellation);
        if (receipt is null)
        {
            return;
        }

        if (receipt.Reason == Modules.Training.Errors.Accepted)
        {
            int bytes = Primitives.Encoding.Canonical.Encode(message).Length;
            AgentLog.OpeningAccepted(_context.Log, task.Round, prepared.Opening.Blocks.Count, bytes);
            return;
        }

        AgentLog.OpeningRefused(
            _context.Log, task.Round, receipt.Reason.ToString(), task.Terms.Reward.Bond.Value, Remedies.For(receipt.Reason) ?? "none known");
    }

    private async Task RevealAsync(
        TaskRecord task, RoundRecord round, ContributionRecord own, ContributionKey key, Height tip, CancellationToken cancellation)
    {
        SaltedBlocks holdout = _data.Holdouts[(int)task.Round - 1];
        if (holdout.Root != own.HoldoutRoot || !_actor.MayTry(task.Round, "hold-out", tip)
            || await _context.Reader.HasRevealedAsync(key, cancellation))
        {
            return;
        }

        ImmutableArray<RevealedBlock>.Builder shown = ImmutableArray.CreateBuilder<RevealedBlock>();
        foreach (int index in TrainingQueries.ChosenHoldout(round, task.Terms, new ContributionRow(key, own)))
        {
            shown.Add(new RevealedBlock(holdout.Salts[index], holdout.Blocks[index], holdout.Prove(index)));
        }

        RevealHoldout message = new(_id, task.Round, new Sequence<RevealedBlock>(shown.ToImmutable()));
        Receipt? receipt = await _actor.SendAsync(
            task.Round, "hold-out", tip, ModuleIds.Training, RevealHoldout.Type, message, cancellation);
        if (receipt is not null)
        {
            AgentLog.Revealed(_context.Log, task.Round, message.Blocks.Count);
        }
    }

    /// <summary>Trains, or takes the run of this round that is still in memory. A lost one is trained again to the same bytes.</summary>
    private async Task<PreparedContribution?> PrepareAsync(
        TaskRecord task, RoundRecord round, ContributionRecord own, ContributionKey key, CancellationToken cancellation)
    {
        if (_prepared is not null && _preparedFor == own.Seed)
        {
            return _prepared;
        }

        ModelWeights start = await _context.Reader.StartWeightsAsync(task, round, cancellation);
        Bytes32 salt = _context.Secret.Derive("deai.agent.update_salt.v1", key.Task, key.Round);
        TrainingInput input = new(key, task, start, own.Seed, _data.Training, salt);
        long began = Stopwatch.GetTimestamp();
        PreparedContribution? prepared;
        if (await IsDrillAsync(key, cancellation))
        {
            prepared = await new Saboteur(_context.Configuration.Sabotage, _context.Builder.Backend).BuildAsync(input, _context.Reader, cancellation);
        }
        else
        {
            prepared = await Task.Run(() => _context.Builder.Build(input), cancellation);
        }

        if (prepared is null)
        {
            return null;
        }

        _prepared = prepared;
        _preparedFor = own.Seed;
        Sequence<TranscriptLeaf> leaves = prepared.Opening.Transcript.Leaves;
        AgentLog.Trained(
            _context.Log,
            key.Round,
            input.Plan.Steps,
            Stopwatch.GetElapsedTime(began).TotalMilliseconds,
            _context.Builder.Backend.GetType().Name,
            LossPerRow(leaves.Span[0], leaves.Span[1]),
            LossPerRow(leaves.Span[^2], leaves.Span[^1]));
        return prepared;
    }

    /// <summary>A drill costs one bond: after a refusal in this task the agent is honest.</summary>
    private async Task<bool> IsDrillAsync(ContributionKey key, CancellationToken cancellation)
    {
        if (_context.Configuration.Sabotage == SabotageKind.None)
        {
            return false;
        }

        for (uint earlier = 1; earlier < key.Round; earlier++)
        {
            VerdictRecord? verdict = await _context.Reader.VerdictAsync(key with { Round = earlier }, cancellation);
            if (verdict is not null && verdict.Verdict != Modules.Training.Errors.Accepted)
            {
                return false;
            }
        }

        return true;
    }

    private static double LossPerRow(TranscriptLeaf from, TranscriptLeaf to) =>
        (to.LossSum - from.LossSum) / (65536.0 * Math.Max(1, to.Step - from.Step) * ModelSpecification.BatchRows);

    /// <summary>Tells what every round brought that ended since the last report.</summary>
    private async Task ReportAsync(TaskRecord task, CancellationToken cancellation)
    {
        for (uint number = _context.Journal.ReportedUpTo(_id) + 1; number <= task.Round; number++)
        {
            RoundRecord? round = await _context.Reader.RoundAsync(_id, number, cancellation);
            if (round is not { IsOver: true })
            {
                return;
            }

            ContributionKey key = KeyOf(number);
            ContributionRecord? own = await _context.Reader.ContributionAsync(key, cancellation);
            ScoreRecord? score = await _context.Reader.ScoreAsync(key, cancellation);
            AgentLog.Outcome(_context.Log, number, OutcomeText.Of(round, own, score, task.Terms.Reward.Bond));
            _context.Journal.PutReported(_id, number);
            if (number == task.Round && task.HasEnded)
            {
                Credits held = await _context.Reader.CreditsAsync(_context.Chain.Account, cancellation);
                AgentLog.TaskEnded(_context.Log, task.Terms.Name, task.Completed, task.Terms.Training.Rounds, held.Value);
            }
        }
    }

    private void SayForeign(uint round, Height tip, ContributionRecord own)
    {
        if (_actor.MayTry(round, "continuation", tip))
        {
            string detail = own.Account != _context.Chain.Account
                ? $"account {own.Account.ToShortString()} of this organisation registered it"
                : $"it was registered with data under root {own.DataRoot.ToShortString()}, these data have {_data.Training.Root.ToShortString()}";
            _actor.Refuse(round, "continuation", tip, new Refusal(AgentErrors.ForeignContribution, detail));
        }
    }

    private ContributionKey KeyOf(uint round) => new(_id, round, _context.Organisation);
}
