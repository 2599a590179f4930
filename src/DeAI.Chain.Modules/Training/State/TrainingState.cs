using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training.State;

/// <summary>The tables of Training, and the only place that knows their keys.</summary>
internal static class TrainingState
{
    private static readonly StateTable<CommitmentRecord> Commitments = new(ModuleIds.Training, 1);
    private static readonly StateTable<VerdictRecord> Verdicts = new(ModuleIds.Training, 2);
    private static readonly StateTable<ModelUpdate> Updates = new(ModuleIds.Training, 3);
    private static readonly StateTable<RevealedRows> Revealed = new(ModuleIds.Training, 4);

    public static byte[] VerdictKey(ContributionKey key) => Verdicts.KeyOf(Row(key));

    public static byte[] CommitmentKey(ContributionKey key) => Commitments.KeyOf(Row(key));

    public static byte[] RevealedKey(ContributionKey key) => Revealed.KeyOf(Row(key));

    public static bool TryGetCommitment(IStateReader state, ContributionKey key, [NotNullWhen(true)] out CommitmentRecord? record) =>
        Commitments.TryGet(state, Row(key), out record);

    public static void PutCommitment(IStateWriter state, ContributionKey key, CommitmentRecord record) =>
        Commitments.Put(state, Row(key), record);

    public static bool TryGetVerdict(IStateReader state, ContributionKey key, [NotNullWhen(true)] out VerdictRecord? record) =>
        Verdicts.TryGet(state, Row(key), out record);

    public static void PutVerdict(IStateWriter state, ContributionKey key, VerdictRecord record) => Verdicts.Put(state, Row(key), record);

    public static bool TryGetUpdate(IStateReader state, ContributionKey key, [NotNullWhen(true)] out ModelUpdate? update) =>
        Updates.TryGet(state, Row(key), out update);

    public static void PutUpdate(IStateWriter state, ContributionKey key, ModelUpdate update) => Updates.Put(state, Row(key), update);

    public static bool HasUpdates(IStateReader state, Hash256 task, uint round) => Updates.Scan(state, Row(task, round)).Any();

    public static bool HasRevealed(IStateReader state, ContributionKey key) => Revealed.Contains(state, Row(key));

    public static Sequence<DataBlock> RevealedBy(IStateReader state, ContributionKey key) =>
        Revealed.TryGet(state, Row(key), out RevealedRows? rows) ? rows.Blocks : default;

    public static void PutRevealed(IStateWriter state, ContributionKey key, Sequence<DataBlock> blocks) =>
        Revealed.Put(state, Row(key), new RevealedRows(blocks));

    public static void Forget(IStateWriter state, ContributionKey key)
    {
        Updates.Delete(state, Row(key));
        Revealed.Delete(state, Row(key));
    }

    private static byte[] Row(Hash256 task, uint round) => new StateKey(stackalloc byte[36]).Add(task.Value).Add(round).Span.ToArray();

    private static byte[] Row(ContributionKey key) =>
        new StateKey(stackalloc byte[40]).Add(key.Task.Value).Add(key.Round).Add(key.Organisation.Value).Span.ToArray();
}
