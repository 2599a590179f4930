using System.Diagnostics.CodeAnalysis;
using System.Text;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.State;

/// <summary>The registry's tables, and the only place that knows their keys.</summary>
internal static class RegistryState
{
    private static readonly StateTable<OrganisationRecord> OrganisationTable = new(ModuleIds.Registry, 1);
    private static readonly StateTable<AccountRecord> AccountTable = new(ModuleIds.Registry, 2);
    private static readonly StateTable<NodeRecord> NodeTable = new(ModuleIds.Registry, 3);
    private static readonly StateTable<NameOwner> NameTable = new(ModuleIds.Registry, 4);
    private static readonly StateTable<NameOwner> CounterTable = new(ModuleIds.Registry, 5);
    private static readonly StateTable<KeyOwner> KeyTable = new(ModuleIds.Registry, 6);

    public static byte[] AccountKey(AccountId account) => AccountTable.KeyOf(StateKey.Of(account.Value));

    public static bool TryGetAccount(IStateReader state, AccountId account, [NotNullWhen(true)] out AccountRecord? record) =>
        AccountTable.TryGet(state, StateKey.Of(account.Value), out record);

    public static void PutAccount(IStateWriter state, AccountId account, AccountRecord record) =>
        AccountTable.Put(state, StateKey.Of(account.Value), record);

    public static IEnumerable<KeyValuePair<AccountId, AccountRecord>> Accounts(IStateReader state)
    {
        foreach (TableRow<AccountRecord> row in AccountTable.Scan(state))
        {
            yield return KeyValuePair.Create(new AccountId(row.RowKey.Span), row.Value);
        }
    }

    public static bool TryGetOrganisation(
        IStateReader state, OrganisationId organisation, [NotNullWhen(true)] out OrganisationRecord? record) =>
        OrganisationTable.TryGet(state, StateKey.Of(organisation.Value), out record);

    public static void PutOrganisation(IStateWriter state, OrganisationId organisation, OrganisationRecord record) =>
        OrganisationTable.Put(state, StateKey.Of(organisation.Value), record);

    public static IEnumerable<OrganisationRow> Organisations(IStateReader state)
    {
        foreach (TableRow<OrganisationRecord> row in OrganisationTable.Scan(state))
        {
            uint id = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(row.RowKey.Span);
            yield return new OrganisationRow(new OrganisationId(id), row.Value);
        }
    }

    /// <summary>Numbers organisations from 1.</summary>
    public static OrganisationId AddOrganisation(IStateWriter state, OrganisationRecord record)
    {
        uint last = CounterTable.TryGet(state, "organisations"u8, out NameOwner counter) ? counter.Organisation.Value : 0;
        OrganisationId id = new OrganisationId(last).Next;
        CounterTable.Put(state, "organisations"u8, new NameOwner(id));
        OrganisationRecord grouped = record.Group.Value == 0 ? record with { Group = id } : record;
        PutOrganisation(state, id, grouped);
        NameTable.Put(state, NameRow(record.Name), new NameOwner(id));
        NameTable.Put(state, LegalEntityRow(record.LegalEntity), new NameOwner(id));
        return id;
    }

    public static bool IsNameTaken(IStateReader state, string name) => NameTable.Contains(state, NameRow(name));

    public static bool IsLegalEntityTaken(IStateReader state, string legalEntity) => NameTable.Contains(state, LegalEntityRow(legalEntity));

    /// <summary>Keys are remembered for ever, so a retired one never comes back under another account.</summary>
    public static bool IsKeyUsed(IStateReader state, PublicKey key) => KeyTable.Contains(state, StateKey.Of(key.Value));

    public static void UseKey(IStateWriter state, PublicKey key, AccountId account) =>
        KeyTable.Put(state, StateKey.Of(key.Value), new KeyOwner(account));

    public static bool TryGetNode(IStateReader state, PublicKey node, [NotNullWhen(true)] out NodeRecord? record) =>
        NodeTable.TryGet(state, StateKey.Of(node.Value), out record);

    public static void PutNode(IStateWriter state, PublicKey node, NodeRecord record) =>
        NodeTable.Put(state, StateKey.Of(node.Value), record);

    public static IEnumerable<KeyValuePair<PublicKey, NodeRecord>> Nodes(IStateReader state)
    {
        foreach (TableRow<NodeRecord> row in NodeTable.Scan(state))
        {
            yield return KeyValuePair.Create(new PublicKey(row.RowKey.Span), row.Value);
        }
    }

    private static byte[] NameRow(string name) => [(byte)'n', .. Encoding.UTF8.GetBytes(name)];

    private static byte[] LegalEntityRow(string legalEntity) => [(byte)'l', .. Encoding.UTF8.GetBytes(legalEntity)];
}
