using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.Queries;

/// <summary>Read-only answers about tasks and rounds.</summary>
public static class FederationQueries
{
    public static bool TryGetTask(IStateReader state, Hash256 task, [NotNullWhen(true)] out TaskRecord? record) =>
        FederationState.TryGetTask(state, task, out record);

    /// <param name="after">The last task of the page before; <c>default</c> to begin.</param>
    public static IEnumerable<TaskRow> Tasks(IStateReader state, Hash256 after = default)
    {
        foreach (KeyValuePair<Hash256, TaskRecord> task in FederationState.AllTasks(state, after))
        {
            yield return new TaskRow(task.Key, task.Value);
        }
    }

    public static bool TryGetRound(IStateReader state, Hash256 task, uint round, [NotNullWhen(true)] out RoundRecord? record) =>
        FederationState.TryGetRound(state, task, round, out record);

    /// <summary>All rounds of a task so far, ascending.</summary>
    public static IEnumerable<RoundRow> Rounds(IStateReader state, Hash256 task)
    {
        foreach (KeyValuePair<uint, RoundRecord> round in FederationState.Rounds(state, task))
        {
            yield return new RoundRow(round.Key, round.Value);
        }
    }

    public static bool TryGetContribution(IStateReader state, ContributionKey key, [NotNullWhen(true)] out ContributionRecord? record) =>
        FederationState.TryGetContribution(state, key, out record);

    /// <summary>All contributions to a round, by organisation.</summary>
    public static IReadOnlyList<ContributionRow> Contributions(IStateReader state, Hash256 task, uint round) =>
        FederationState.Contributions(state, task, round);

    /// <summary>The state key of a task, for proofs.</summary>
    public static byte[] TaskKey(Hash256 task) => FederationState.TaskKey(task);

    /// <summary>The state key of a round, for proofs.</summary>
    public static byte[] RoundKey(Hash256 task, uint round) => FederationState.RoundKey(task, round);

    /// <summary>The state key of a contribution, for proofs.</summary>
    public static byte[] KeyOf(ContributionKey key) => FederationState.ContributionKeyOf(key);

    /// <summary>The contribution in a proven entry.</summary>
    public static Result<ContributionRecord> DecodeContribution(ReadOnlySpan<byte> provenValue) =>
        Canonical.Decode<ContributionRecord>(provenValue);
}
