using System.Buffers.Binary;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts.State;

/// <summary>The tables of Accounts, and the only place that knows their keys.</summary>
internal static class AccountsState
{
    private static readonly StateTable<Balance> BalanceTable = new(ModuleIds.Accounts, 1);
    private static readonly StateTable<Deposit> DepositTable = new(ModuleIds.Accounts, 2);
    private static readonly StateTable<PointsRecord> PointsTable = new(ModuleIds.Accounts, 3);
    private static readonly StateTable<Supply> SupplyTable = new(ModuleIds.Accounts, 4);

    public static byte[] BalanceKey(AccountId account) => BalanceTable.KeyOf(StateKey.Of(account.Value));

    public static Balance BalanceOf(IStateReader state, AccountId account) =>
        BalanceTable.TryGet(state, StateKey.Of(account.Value), out Balance? balance) ? balance : Balance.Empty;

    public static void PutBalance(IStateWriter state, AccountId account, Balance balance) =>
        BalanceTable.Put(state, StateKey.Of(account.Value), balance);

    public static IEnumerable<KeyValuePair<AccountId, Balance>> Balances(IStateReader state)
    {
        foreach (TableRow<Balance> row in BalanceTable.Scan(state))
        {
            yield return KeyValuePair.Create(new AccountId(row.RowKey.Span), row.Value);
        }
    }

    public static Deposit? DepositOf(IStateReader state, Hash256 id) =>
        DepositTable.TryGet(state, StateKey.Of(id.Value), out Deposit? deposit) ? deposit : null;

    public static void PutDeposit(IStateWriter state, Hash256 id, Deposit deposit) => DepositTable.Put(state, StateKey.Of(id.Value), deposit);

    public static void DeleteDeposit(IStateWriter state, Hash256 id) => DepositTable.Delete(state, StateKey.Of(id.Value));

    public static IEnumerable<Deposit> Deposits(IStateReader state) => DepositTable.Scan(state).Select(row => row.Value);

    public static Points PointsOf(IStateReader state, OrganisationId organisation) =>
        PointsTable.TryGet(state, StateKey.Of(organisation.Value), out PointsRecord points) ? points.Amount : Points.Zero;

    public static void PutPoints(IStateWriter state, OrganisationId organisation, Points points) =>
        PointsTable.Put(state, StateKey.Of(organisation.Value), new PointsRecord(points));

    public static IEnumerable<KeyValuePair<OrganisationId, Points>> AllPoints(IStateReader state)
    {
        foreach (TableRow<PointsRecord> row in PointsTable.Scan(state))
        {
            yield return KeyValuePair.Create(new OrganisationId(BinaryPrimitives.ReadUInt32BigEndian(row.RowKey.Span)), row.Value.Amount);
        }
    }

    public static Supply SupplyOf(IStateReader state) =>
        SupplyTable.TryGet(state, "credits"u8, out Supply? supply) ? supply : Supply.Nothing;

    public static void PutSupply(IStateWriter state, Supply supply) => SupplyTable.Put(state, "credits"u8, supply);
}
