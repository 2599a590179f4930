using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Governance.State;

/// <summary>The tables of Governance, and the only place that knows their keys.</summary>
internal static class GovernanceState
{
    private static readonly StateTable<ProposalRecord> ProposalTable = new(ModuleIds.Governance, 1);
    private static readonly StateTable<Electorate> ElectorateTable = new(ModuleIds.Governance, 2);
    private static readonly StateTable<VoteRecord> VoteTable = new(ModuleIds.Governance, 3);
    private static readonly StateTable<Marker> PendingTable = new(ModuleIds.Governance, 4);

    /// <summary>Tables 5 and 6.</summary>
    public static HeightIndex Deadlines { get; } = new(ModuleIds.Governance, 5);

    public static byte[] ProposalKey(Hash256 proposal) => ProposalTable.KeyOf(StateKey.Of(proposal.Value));

    public static bool TryGet(IStateReader state, Hash256 proposal, [NotNullWhen(true)] out ProposalRecord? record) =>
        ProposalTable.TryGet(state, StateKey.Of(proposal.Value), out record);

    public static ProposalRecord Get(IStateReader state, Hash256 proposal) =>
        TryGet(state, proposal, out ProposalRecord? record) ? record : throw new InvalidOperationException($"There is no proposal {proposal}.");

    /// <summary>Writes a proposal and keeps both indexes in step.</summary>
    public static void Put(IStateWriter state, Hash256 proposal, ProposalRecord record)
    {
        if (TryGet(state, proposal, out ProposalRecord? before) && before.IsPending)
        {
            Deadlines.Remove(state, before.Deadline, proposal);
        }

        byte[] row = StateKey.Of(proposal.Value);
        ProposalTable.Put(state, row, record);
        if (record.IsPending)
        {
            Deadlines.Add(state, record.Deadline, proposal);
            PendingTable.Put(state, row, default);
        }
        else
        {
            PendingTable.Delete(state, row);
        }
    }

    public static IEnumerable<KeyValuePair<Hash256, ProposalRecord>> Proposals(IStateReader state, Hash256 after)
    {
        byte[] from = after.IsDefault ? [] : StateKey.Of(after.Value);
        foreach (TableRow<ProposalRecord> row in ProposalTable.Scan(state, afterRow: from))
        {
            yield return KeyValuePair.Create(new Hash256(row.RowKey.Span), row.Value);
        }
    }

    /// <summary>Proposals that are voted on or wait for their height, in ascending order of id.</summary>
    public static IEnumerable<KeyValuePair<Hash256, ProposalRecord>> Pending(IStateReader state)
    {
        foreach (TableRow<Marker> row in PendingTable.Scan(state))
        {
            Hash256 proposal = new(row.RowKey.Span);
            yield return KeyValuePair.Create(proposal, Get(state, proposal));
        }
    }

    public static Electorate ElectorateOf(IStateReader state, Hash256 proposal) =>
        ElectorateTable.TryGet(state, StateKey.Of(proposal.Value), out Electorate? electorate)
            ? electorate
            : throw new InvalidOperationException($"Proposal {proposal} has no electorate.");

    public static void PutElectorate(IStateWriter state, Hash256 proposal, Electorate electorate) =>
        ElectorateTable.Put(state, StateKey.Of(proposal.Value), electorate);

    public static bool TryGetVote(IStateReader state, Hash256 proposal, OrganisationId group, [NotNullWhen(true)] out VoteRecord? vote) =>
        VoteTable.TryGet(state, VoteRow(proposal, group), out vote);

    public static void PutVote(IStateWriter state, Hash256 proposal, OrganisationId group, VoteRecord vote) =>
        VoteTable.Put(state, VoteRow(proposal, group), vote);

    /// <summary>Ascending by group.</summary>
    public static IEnumerable<KeyValuePair<OrganisationId, VoteRecord>> Votes(IStateReader state, Hash256 proposal)
    {
        foreach (TableRow<VoteRecord> row in VoteTable.Scan(state, StateKey.Of(proposal.Value)))
        {
            uint group = BinaryPrimitives.ReadUInt32BigEndian(row.RowKey.Span[32..]);
            yield return KeyValuePair.Create(new OrganisationId(group), row.Value);
        }
    }

    private static byte[] VoteRow(Hash256 proposal, OrganisationId group) =>
        new StateKey(stackalloc byte[36]).Add(proposal.Value).Add(group.Value).Span.ToArray();
}
