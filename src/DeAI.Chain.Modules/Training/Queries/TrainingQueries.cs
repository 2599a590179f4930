using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Training.Queries;

/// <summary>Read-only answers about commitments and verdicts.</summary>
public static class TrainingQueries
{
    public static bool TryGetCommitment(IStateReader state, ContributionKey key, [NotNullWhen(true)] out CommitmentRecord? record) =>
        TrainingState.TryGetCommitment(state, key, out record);

    public static bool TryGetVerdict(IStateReader state, ContributionKey key, [NotNullWhen(true)] out VerdictRecord? record) =>
        TrainingState.TryGetVerdict(state, key, out record);

    /// <summary>Whether the member showed the hold-out rows asked of it; known until the round is scored.</summary>
    public static bool HasRevealed(IStateReader state, ContributionKey key) => TrainingState.HasRevealed(state, key);

    /// <summary>The hold-out blocks that a member must show, ascending.</summary>
    /// <param name="round">In its hold-out phase or later.</param>
    public static Sequence<int> ChosenHoldout(RoundRecord round, TaskTerms terms, ContributionRow contribution) =>
        HoldoutSelection.Of(round.HoldoutSeed, contribution.Key, contribution.Record.HoldoutBlocks, terms.Training.HoldoutBlocks);

    /// <summary>The state key of a commitment, for proofs.</summary>
    public static byte[] CommitmentKey(ContributionKey key) => TrainingState.CommitmentKey(key);

    /// <summary>The state key of the hold-out rows that a member showed: present from the reveal until the round is scored.</summary>
    public static byte[] RevealedKey(ContributionKey key) => TrainingState.RevealedKey(key);

    /// <summary>The state key of a verdict, for proofs.</summary>
    public static byte[] VerdictKey(ContributionKey key) => TrainingState.VerdictKey(key);

    /// <summary>The verdict in a proven entry.</summary>
    public static Result<VerdictRecord> DecodeVerdict(ReadOnlySpan<byte> provenValue) => Canonical.Decode<VerdictRecord>(provenValue);
}
