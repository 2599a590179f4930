using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution.State;

/// <summary>The tables of Contribution, and the only place that knows their keys.</summary>
internal static class ContributionState
{
    private static readonly StateTable<ScoreRecord> ScoreTable = new(ModuleIds.Contribution, 1);
    private static readonly StateTable<AverageRecord> AverageTable = new(ModuleIds.Contribution, 2);

    public static byte[] ScoreKey(ContributionKey key) => ScoreTable.KeyOf(Row(key));

    public static bool TryGetScore(IStateReader state, ContributionKey key, [NotNullWhen(true)] out ScoreRecord? record) =>
        ScoreTable.TryGet(state, Row(key), out record);

    public static void PutScore(IStateWriter state, ContributionKey key, ScoreRecord record) => ScoreTable.Put(state, Row(key), record);

    /// <summary>All scores of a round, by organisation.</summary>
    public static IEnumerable<KeyValuePair<OrganisationId, ScoreRecord>> Scores(IStateReader state, Hash256 task, uint round)
    {
        byte[] prefix = new StateKey(stackalloc byte[36]).Add(task.Value).Add(round).Span.ToArray();
        foreach (TableRow<ScoreRecord> row in ScoreTable.Scan(state, prefix))
        {
            OrganisationId organisation = new(BinaryPrimitives.ReadUInt32BigEndian(row.RowKey.Span[(Bytes32.Length + sizeof(uint))..]));
            yield return KeyValuePair.Create(organisation, row.Value);
        }
    }

    /// <summary>All averages of a task, by organisation.</summary>
    public static SortedDictionary<OrganisationId, AverageRecord> Averages(IStateReader state, Hash256 task)
    {
        SortedDictionary<OrganisationId, AverageRecord> averages = [];
        foreach (TableRow<AverageRecord> row in AverageTable.Scan(state, StateKey.Of(task.Value)))
        {
            averages.Add(new OrganisationId(BinaryPrimitives.ReadUInt32BigEndian(row.RowKey.Span[Bytes32.Length..])), row.Value);
        }

        return averages;
    }

    public static void PutAverage(IStateWriter state, Hash256 task, OrganisationId organisation, AverageRecord record) =>
        AverageTable.Put(state, AverageRow(task, organisation), record);

    public static void DeleteAverage(IStateWriter state, Hash256 task, OrganisationId organisation) =>
        AverageTable.Delete(state, AverageRow(task, organisation));

    private static byte[] AverageRow(Hash256 task, OrganisationId organisation) =>
        new StateKey(stackalloc byte[36]).Add(task.Value).Add(organisation.Value).Span.ToArray();

    private static byte[] Row(ContributionKey key) =>
        new StateKey(stackalloc byte[40]).Add(key.Task.Value).Add(key.Round).Add(key.Organisation.Value).Span.ToArray();
}
