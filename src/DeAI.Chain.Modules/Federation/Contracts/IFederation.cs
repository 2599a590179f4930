using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>
/// Tasks and rounds as Training and Contribution see them: each of the two closes the phases that are its own, through the methods that end
/// with a new phase, a failed round or a completed one.
/// </summary>
public interface IFederation
{
    bool TryGetTask(IStateReader state, Hash256 task, [NotNullWhen(true)] out TaskRecord? record);

    bool TryGetRound(IStateReader state, Hash256 task, uint round, [NotNullWhen(true)] out RoundRecord? record);

    /// <summary>All tasks there ever were: for invariants, not for rules.</summary>
    IEnumerable<Hash256> TaskIds(IStateReader state);

    bool TryGetContribution(IStateReader state, ContributionKey key, [NotNullWhen(true)] out ContributionRecord? record);

    /// <summary>All contributions to a round, by organisation.</summary>
    IReadOnlyList<ContributionRow> Contributions(IStateReader state, Hash256 task, uint round);

    /// <summary>The model that the round under way starts from.</summary>
    ModelWeights StartWeights(IStateReader state, TaskRecord task);

    /// <summary>Rounds in this phase whose deadline is here or past, oldest first. Costs nothing when none is due.</summary>
    IReadOnlyList<ActiveRound> Due(IStateReader state, Height height, RoundPhase phase);

    /// <summary>The sender has a contribution to this round, the round is in this phase, and the owner's consent is live.</summary>
    /// <returns>
    /// The contribution, or <c>federation.unknown_task</c>, <c>federation.wrong_round</c>, <c>federation.wrong_phase</c>,
    /// <c>federation.not_registered</c>, <c>federation.not_your_contribution</c>, or a reason of Consent.
    /// </returns>
    Result<ActiveContribution> RequireActive(ReadContext context, Hash256 task, uint round, RoundPhase phase);

    /// <summary>Whether the owner of a contribution's data still consents.</summary>
    Result RequireConsent(IStateReader state, Height height, ActiveRound round, ContributionRecord contribution);

    void SetStatus(IStateWriter state, ContributionRow row, ContributionStatus status);

    /// <summary>Takes a contribution out of its round and settles its bond.</summary>
    void Drop(IStateWriter state, ContributionRow row, ReasonCode reason, bool forfeit);

    /// <summary>The next phase begins with the next block.</summary>
    /// <param name="holdoutSeed">When the hold-out phase begins; otherwise <c>default</c>.</param>
    void Enter(ApplyContext context, ActiveRound round, RoundPhase next, Hash256 holdoutSeed = default);

    /// <summary>Ends the round without a version: bonds still held and the round's reward go back.</summary>
    void Fail(ApplyContext context, ActiveRound round, ReasonCode reason);

    /// <summary>Pays out of the task's escrow.</summary>
    void Pay(IStateWriter state, Hash256 task, AccountId to, Credits amount);

    /// <summary>Ends the round with a version: bonds of accepted contributions go back, what was not paid rolls over.</summary>
    void Complete(ApplyContext context, ActiveRound round, Hash256 version, Credits unpaid);
}
