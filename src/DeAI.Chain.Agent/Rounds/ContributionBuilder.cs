using DeAI.Chain.Compute;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Rounds;

/// <summary>Trains exactly as the round forces it, and makes the messages that prove it.</summary>
public sealed class ContributionBuilder(ITensorBackend backend)
{
    internal ITensorBackend Backend => backend;

    public PreparedContribution Build(TrainingInput input)
    {
        TrainingRun run = Trainer.Run(input.Terms.Model, backend, input.Start, input.Plan, input.Data.Blocks.AsSpan());
        return Wrap(input, run, Opening.Of(run, input.Plan, input.Data.Blocks.AsSpan(), input.Data.Salts.AsSpan()));
    }

    /// <summary>The messages for a run and what is shown of it.</summary>
    internal static PreparedContribution Wrap(TrainingInput input, TrainingRun run, Opening opening)
    {
        Hash256 update = UpdateCommitment.Of(input.Key, input.UpdateSalt, run.Update.Hash);
        Commit commit = new(input.Key.Task, input.Key.Round, run.Transcript.Root, run.Final.Digest, update);
        return new PreparedContribution(commit, input.UpdateSalt, run.Update, opening);
    }

    /// <summary>The message of the open phase.</summary>
    public static Open Open(ContributionKey key, TaskTerms terms, PreparedContribution prepared) =>
        new(key.Task, key.Round, terms.ReplayProducts, prepared.UpdateSalt, prepared.Update, prepared.Opening);
}
