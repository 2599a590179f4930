using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Accounts;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;
using Errors = DeAI.Chain.Modules.Accounts.Errors;
using RegistryErrors = DeAI.Chain.Modules.Registry.Errors;

namespace DeAI.Chain.Modules.Tests.Accounts;

public sealed class AccountsTests
{
    private readonly ModuleTestChain _chain;
    private readonly TestAccount _ann;
    private readonly TestAccount _bob;
    private readonly TestAccount _bank;

    public AccountsTests()
    {
        TestGenesis genesis = new();
        _ann = genesis.AddMember("ann", Role.None, 1_000_000);
        _bob = genesis.AddMember("bob", Role.None, 1_000_000);
        _bank = genesis.AddMember("bank", Role.Payout, 1_000_000);
        _chain = new ModuleTestChain(genesis);
    }

    [Fact]
    public void Transfer_Covered_MovesTheAmountAndPaysTheFee()
    {
        Receipt receipt = _chain.Send(_ann, ModuleIds.Accounts, Transfer.Type, new Transfer(_bob.Id, new Credits(500)));

        Assert.Equal(ReceiptStatus.Applied, receipt.Status);
        Assert.Equal(1_000_500UL, Held(_bob));
        Assert.Equal(999_500UL - receipt.Fee.Value, Held(_ann));
        Assert.Equal(receipt.Fee, AccountsQueries.HeldBy(_chain.State, AccountsModule.Treasury));
    }

    [Fact]
    public void Transfer_Refusable_IsRefusedWithItsReason()
    {
        Refuse(Errors.SelfTransfer, _ann, Transfer.Type, new Transfer(_ann.Id, new Credits(1)));
        Refuse(Errors.UnknownRecipient, _ann, Transfer.Type, new Transfer(new TestAccount("nobody", default, Role.None).Id, new Credits(1)));
        Refuse(Errors.InsufficientCredits, _ann, Transfer.Type, new Transfer(_bob.Id, new Credits(1_000_000)));
        _chain.Drop(Errors.ZeroAmount, _ann, ModuleIds.Accounts, Transfer.Type, new Transfer(_bob.Id, Credits.Zero));
    }

    [Fact]
    public void Issue_ByTheIssuer_CreatesCredits()
    {
        CreditTotals before = AccountsQueries.Totals(_chain.State);
        _chain.Apply(_chain["registrar"], ModuleIds.Accounts, Issue.Type, new Issue(_ann.Id, new Credits(70)));

        Assert.Equal(1_000_070UL, Held(_ann));
        Assert.Equal(before.Issued + new Credits(70), AccountsQueries.Totals(_chain.State).Issued);
        Assert.Equal("accounts.issued", _chain.Events[^1].Name);
    }

    [Fact]
    public void Issue_Refusable_IsRefusedWithItsReason()
    {
        TestAccount issuer = _chain["registrar"];
        Refuse(RegistryErrors.MissingRole, _ann, Issue.Type, new Issue(_ann.Id, new Credits(1)));
        Refuse(Errors.UnknownRecipient, issuer, Issue.Type, new Issue(new TestAccount("nobody", default, Role.None).Id, new Credits(1)));
        Refuse(Errors.SupplyLimit, issuer, Issue.Type, new Issue(_ann.Id, CreditSupply.Max));
        Refuse(Errors.SupplyLimit, issuer, Issue.Type, new Issue(_ann.Id, new Credits(ulong.MaxValue)));
        _chain.Drop(Errors.ZeroAmount, issuer, ModuleIds.Accounts, Issue.Type, new Issue(_ann.Id, Credits.Zero));
    }

    [Fact]
    public void Redeem_WithThePayoutRole_DestroysCredits()
    {
        _chain.Apply(_bank, ModuleIds.Accounts, Redeem.Type, new Redeem(new Credits(30)));

        Assert.Equal(new Credits(30), AccountsQueries.Totals(_chain.State).Redeemed);
        Refuse(RegistryErrors.MissingRole, _ann, Redeem.Type, new Redeem(new Credits(1)));
        Refuse(Errors.InsufficientCredits, _bank, Redeem.Type, new Redeem(new Credits(1_000_000)));
        _chain.Drop(Errors.ZeroAmount, _bank, ModuleIds.Accounts, Redeem.Type, new Redeem(Credits.Zero));
    }

    [Fact]
    public void Send_WithoutTheFee_IsNotLetIn()
    {
        TestGenesis genesis = new();
        TestAccount poor = genesis.AddMember("poor", Role.None, 10);
        ModuleTestChain chain = new(genesis);

        chain.Drop(Errors.InsufficientCredits, poor, ModuleIds.Accounts, Transfer.Type, new Transfer(chain["registrar"].Id, new Credits(1)));
    }

    private ulong Held(TestAccount account) => AccountsQueries.HeldBy(_chain.State, account.Id).Value;

    private void Refuse<T>(ReasonCode reason, TestAccount from, ushort type, T message)
        where T : Primitives.Encoding.ICanonical<T> => _chain.Refuse(reason, from, ModuleIds.Accounts, type, message);
}
