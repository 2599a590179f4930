using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Contribution.Queries;

/// <summary>Read-only answers about scores and shares.</summary>
public static class ContributionQueries
{
    public static bool TryGetScore(IStateReader state, ContributionKey key, [NotNullWhen(true)] out ScoreRecord? record) =>
        ContributionState.TryGetScore(state, key, out record);

    /// <summary>The share table of a round's version with its explanations, by organisation.</summary>
    public static IEnumerable<ScoreRow> Scores(IStateReader state, Hash256 task, uint round)
    {
        foreach (KeyValuePair<OrganisationId, ScoreRecord> score in ContributionState.Scores(state, task, round))
        {
            yield return new ScoreRow(score.Key, score.Value);
        }
    }

    /// <summary>The state key of an organisation's share in the version of a round, for proofs.</summary>
    public static byte[] ShareKey(Hash256 task, uint round, OrganisationId organisation) =>
        ContributionState.ScoreKey(new ContributionKey(task, round, organisation));

    /// <summary>The share and its explanation in a proven entry.</summary>
    public static Result<ScoreRecord> DecodeShare(ReadOnlySpan<byte> provenValue) => Canonical.Decode<ScoreRecord>(provenValue);
}
