using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.State;

/// <summary>The tables of Bounties, and the only place that knows their keys.</summary>
internal static class BountiesState
{
    private static readonly StateTable<BountyRecord> BountyTable = new(ModuleIds.Bounties, 1);
    private static readonly StateTable<SubmissionRecord> SubmissionTable = new(ModuleIds.Bounties, 2);
    private static readonly StateTable<EscrowTotals> TotalsTable = new(ModuleIds.Bounties, 3);

    /// <summary>Tables 4 and 5.</summary>
    public static HeightIndex Deadlines { get; } = new(ModuleIds.Bounties, 4);

    public static byte[] BountyKey(Hash256 bounty) => BountyTable.KeyOf(StateKey.Of(bounty.Value));

    /// <summary>The id of the deposit that holds a bounty's reward.</summary>
    public static Hash256 EscrowId(Hash256 bounty)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        bounty.CopyTo(bytes);
        return DomainHash.Of("deai.bounties.escrow.v1", bytes);
    }

    public static bool TryGet(IStateReader state, Hash256 bounty, [NotNullWhen(true)] out BountyRecord? record) =>
        BountyTable.TryGet(state, StateKey.Of(bounty.Value), out record);

    public static BountyRecord Get(IStateReader state, Hash256 bounty) =>
        TryGet(state, bounty, out BountyRecord? record) ? record : throw new InvalidOperationException($"There is no bounty {bounty}.");

    /// <summary>Writes a bounty and keeps the deadline index in step.</summary>
    public static void Put(IStateWriter state, Hash256 bounty, BountyRecord record)
    {
        if (TryGet(state, bounty, out BountyRecord? before) && !before.IsClosed)
        {
            Deadlines.Remove(state, before.Deadline, bounty);
        }

        if (!record.IsClosed)
        {
            Deadlines.Add(state, record.Deadline, bounty);
        }

        BountyTable.Put(state, StateKey.Of(bounty.Value), record);
    }

    public static IEnumerable<KeyValuePair<Hash256, BountyRecord>> Bounties(IStateReader state, Hash256 after)
    {
        byte[] from = after.IsDefault ? [] : StateKey.Of(after.Value);
        foreach (TableRow<BountyRecord> row in BountyTable.Scan(state, afterRow: from))
        {
            yield return KeyValuePair.Create(new Hash256(row.RowKey.Span), row.Value);
        }
    }

    public static bool TryGetSubmission(IStateReader state, Hash256 bounty, uint number, [NotNullWhen(true)] out SubmissionRecord? record) =>
        SubmissionTable.TryGet(state, SubmissionRow(bounty, number), out record);

    public static void PutSubmission(IStateWriter state, Hash256 bounty, uint number, SubmissionRecord record) =>
        SubmissionTable.Put(state, SubmissionRow(bounty, number), record);

    /// <summary>In the order of submission.</summary>
    public static IEnumerable<SubmissionRecord> Submissions(IStateReader state, Hash256 bounty) =>
        SubmissionTable.Scan(state, StateKey.Of(bounty.Value)).Select(static row => row.Value);

    public static EscrowTotals Totals(IStateReader state) =>
        TotalsTable.TryGet(state, "credits"u8, out EscrowTotals? totals) ? totals : EscrowTotals.Nothing;

    public static void PutTotals(IStateWriter state, EscrowTotals totals) => TotalsTable.Put(state, "credits"u8, totals);

    private static byte[] SubmissionRow(Hash256 bounty, uint number) =>
        new StateKey(stackalloc byte[36]).Add(bounty.Value).Add(number).Span.ToArray();
}
