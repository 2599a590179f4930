using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Modules.Training.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training;

/// <summary>What decides whether an opening is what its member committed to and trained.</summary>
internal sealed class Judge(IFederation federation, ITrainingVerifier verifier)
{
    /// <summary>All that the verdict on an opening depends on; null where no replay is needed to refuse it.</summary>
    public ReplayTask? TryPrepare(IStateReader state, ActiveRound round, ContributionRow row, Open message)
    {
        if (!TrainingState.TryGetCommitment(state, row.Key, out CommitmentRecord? commitment)
            || UpdateCommitment.Of(row.Key, message.Salt, message.Update.Hash) != commitment.UpdateCommitment)
        {
            return null;
        }

        TaskTerms terms = round.Task.Terms;
        TrainingPlan plan = new(row.Record.Seed, round.Task.StepsDone, terms.Training.StepsPerRound, terms.Training.CheckpointEvery);
        return new ReplayTask(
            terms.Model,
            terms.Ranges,
            federation.StartWeights(state, round.Task),
            plan,
            row.Record.DataRoot,
            checked((int)row.Record.DataBlocks),
            new TrainingCommitment(commitment.TranscriptRoot, message.Update.Hash),
            message.Update,
            message.Opening);
    }

    /// <summary>The verdict; its code is <see cref="Errors.Accepted"/> or the reason.</summary>
    public Result<ReplayVerdict> Decide(IStateReader state, ActiveRound round, ContributionRow row, Open message)
    {
        if (TryPrepare(state, round, row, message) is not { } task)
        {
            return Result.Refuse<ReplayVerdict>(TrainingErrors.WrongUpdateHash, "the update is not the one that was committed to");
        }

        _ = TrainingState.TryGetCommitment(state, row.Key, out CommitmentRecord? commitment);
        Result<ReplayVerdict> replayed = verifier.Verify(task);
        if (replayed.TryGet(out ReplayVerdict verdict, out _) && verdict.Final != commitment!.ResultDigest)
        {
            replayed = Result.Refuse<ReplayVerdict>(
                TrainingErrors.ResultMismatch, $"training leads to {verdict.Final}, committed was {commitment.ResultDigest}");
        }

        return replayed.IsOk ? RefuseTwin(state, round, row, message, replayed) : NameCopy(state, round, row, commitment!, replayed);
    }

    /// <summary>Two members that trained the same on the same rows: the second brings nothing.</summary>
    private Result<ReplayVerdict> RefuseTwin(
        IStateReader state, ActiveRound round, ContributionRow row, Open message, Result<ReplayVerdict> accepted)
    {
        Hash256 update = message.Update.Hash;
        foreach (ContributionRow other in federation.Contributions(state, round.Id, round.Number))
        {
            if (other.Key != row.Key && other.Record.Status == ContributionStatus.Accepted
                && TrainingState.TryGetVerdict(state, other.Key, out VerdictRecord? verdict)
                && (verdict.UpdateHash == update || verdict.Final == accepted.Value.Final))
            {
                return Result.Refuse<ReplayVerdict>(
                    TrainingErrors.CopiedUpdate, $"organisation {other.Key.Organisation} brought update {update} already");
            }
        }

        return accepted;
    }

    /// <summary>A refused run that claims another member's result is named for what it is. The honest one is never refused, so never renamed.</summary>
    private Result<ReplayVerdict> NameCopy(
        IStateReader state, ActiveRound round, ContributionRow row, CommitmentRecord commitment, Result<ReplayVerdict> refused)
    {
        foreach (ContributionRow other in federation.Contributions(state, round.Id, round.Number))
        {
            if (other.Key != row.Key && TrainingState.TryGetCommitment(state, other.Key, out CommitmentRecord? theirs)
                && theirs.ResultDigest == commitment.ResultDigest)
            {
                return Result.Refuse<ReplayVerdict>(
                    TrainingErrors.CopiedUpdate, $"it claims the result of organisation {other.Key.Organisation}; {refused.Refusal}");
            }
        }

        return refused;
    }
}
