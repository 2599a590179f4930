using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation.State;

/// <summary>The tables of Federation, and the only place that knows their keys.</summary>
internal static class FederationState
{
    private static readonly StateTable<TaskRecord> Tasks = new(ModuleIds.Federation, 1);
    private static readonly StateTable<RoundRecord> RoundTable = new(ModuleIds.Federation, 2);
    private static readonly StateTable<DeadlineEntry> Deadlines = new(ModuleIds.Federation, 3);
    private static readonly StateTable<ContributionRecord> ContributionTable = new(ModuleIds.Federation, 4);
    private static readonly StateTable<HoldoutUse> Holdouts = new(ModuleIds.Federation, 5);

    public static byte[] TaskKey(Hash256 task) => Tasks.KeyOf(StateKey.Of(task.Value));

    public static byte[] RoundKey(Hash256 task, uint round) => RoundTable.KeyOf(Row(task, round));

    public static byte[] ContributionKeyOf(ContributionKey key) => ContributionTable.KeyOf(Row(key));

    public static bool TryGetTask(IStateReader state, Hash256 task, [NotNullWhen(true)] out TaskRecord? record) =>
        Tasks.TryGet(state, StateKey.Of(task.Value), out record);

    public static void PutTask(IStateWriter state, Hash256 task, TaskRecord record) => Tasks.Put(state, StateKey.Of(task.Value), record);

    public static IEnumerable<KeyValuePair<Hash256, TaskRecord>> AllTasks(IStateReader state, Hash256 after = default)
    {
        byte[] afterRow = after.IsDefault ? [] : StateKey.Of(after.Value);
        foreach (TableRow<TaskRecord> row in Tasks.Scan(state, default, afterRow))
        {
            yield return KeyValuePair.Create(new Hash256(row.RowKey.Span), row.Value);
        }
    }

    public static bool TryGetRound(IStateReader state, Hash256 task, uint round, [NotNullWhen(true)] out RoundRecord? record) =>
        RoundTable.TryGet(state, Row(task, round), out record);

    public static void PutRound(IStateWriter state, Hash256 task, uint round, RoundRecord record) =>
        RoundTable.Put(state, Row(task, round), record);

    public static IEnumerable<KeyValuePair<uint, RoundRecord>> Rounds(IStateReader state, Hash256 task)
    {
        foreach (TableRow<RoundRecord> row in RoundTable.Scan(state, StateKey.Of(task.Value)))
        {
            yield return KeyValuePair.Create(BinaryPrimitives.ReadUInt32BigEndian(row.RowKey.Span[Bytes32.Length..]), row.Value);
        }
    }

    public static void PutDeadline(IStateWriter state, Height height, Hash256 task, uint round) =>
        Deadlines.Put(state, StateKey.Of(height.Value, task.Value), new DeadlineEntry(round));

    public static void DeleteDeadline(IStateWriter state, Height height, Hash256 task) =>
        Deadlines.Delete(state, StateKey.Of(height.Value, task.Value));

    /// <summary>Rounds that the end of one block looks at. A crowd of deadlines delays some of them; all at once could state more than a block may.</summary>
    public const int MaxDue = 256;

    /// <summary>
    /// Rounds whose deadline is at or before the height, oldest first, <see cref="MaxDue"/> at most: the table is ordered by height, so the walk
    /// ends early.
    /// </summary>
    public static List<ActiveRound> Due(IStateReader state, Height height)
    {
        List<ActiveRound> due = [];
        foreach (TableRow<DeadlineEntry> row in Deadlines.Scan(state))
        {
            if (due.Count == MaxDue || BinaryPrimitives.ReadUInt64BigEndian(row.RowKey.Span) > height.Value)
            {
                break;
            }

            Hash256 task = new(row.RowKey.Span[sizeof(ulong)..]);
            due.Add(RequireRound(state, task, row.Value.Round));
        }

        return due;
    }

    public static IEnumerable<KeyValuePair<Height, Hash256>> AllDeadlines(IStateReader state)
    {
        foreach (TableRow<DeadlineEntry> row in Deadlines.Scan(state))
        {
            Height height = new(BinaryPrimitives.ReadUInt64BigEndian(row.RowKey.Span));
            yield return KeyValuePair.Create(height, new Hash256(row.RowKey.Span[sizeof(ulong)..]));
        }
    }

    public static bool TryGetContribution(IStateReader state, ContributionKey key, [NotNullWhen(true)] out ContributionRecord? record) =>
        ContributionTable.TryGet(state, Row(key), out record);

    public static void PutContribution(IStateWriter state, ContributionKey key, ContributionRecord record) =>
        ContributionTable.Put(state, Row(key), record);

    public static List<ContributionRow> Contributions(IStateReader state, Hash256 task, uint round)
    {
        List<ContributionRow> rows = [];
        foreach (TableRow<ContributionRecord> row in ContributionTable.Scan(state, Row(task, round)))
        {
            OrganisationId organisation = new(BinaryPrimitives.ReadUInt32BigEndian(row.RowKey.Span[(Bytes32.Length + sizeof(uint))..]));
            rows.Add(new ContributionRow(new ContributionKey(task, round, organisation), row.Value));
        }

        return rows;
    }

    public static bool IsHoldoutUsed(IStateReader state, Hash256 task, Hash256 root) => Holdouts.Contains(state, Row(task, root));

    public static void PutHoldout(IStateWriter state, Hash256 task, Hash256 root, HoldoutUse use) => Holdouts.Put(state, Row(task, root), use);

    private static ActiveRound RequireRound(IStateReader state, Hash256 task, uint number) =>
        TryGetTask(state, task, out TaskRecord? record) && TryGetRound(state, task, number, out RoundRecord? round)
            ? new ActiveRound(task, record, number, round)
            : throw new StateCorruptException($"A deadline names round {number} of task {task}, which is not there.");

    private static byte[] Row(Hash256 task, uint round) => new StateKey(stackalloc byte[36]).Add(task.Value).Add(round).Span.ToArray();

    private static byte[] Row(ContributionKey key) =>
        new StateKey(stackalloc byte[40]).Add(key.Task.Value).Add(key.Round).Add(key.Organisation.Value).Span.ToArray();

    private static byte[] Row(Hash256 task, Hash256 root) => new StateKey(stackalloc byte[64]).Add(task.Value).Add(root.Value).Span.ToArray();
}
