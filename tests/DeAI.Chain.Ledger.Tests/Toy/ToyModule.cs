using System.Text.Json;
using DeAI.Chain.Ledger.Parameters;

namespace DeAI.Chain.Ledger.Tests.Toy;

/// <summary>Accounts with a balance, and messages for everything that a handler can do to the executor.</summary>
internal sealed class ToyModule : IModule
{
    public static readonly ModuleId ModuleNumber = new(7);
    public static readonly StateTable<ToyAccount> Accounts = new(ModuleNumber, 1);
    public static readonly StateTable<ToyNumber> Numbers = new(ModuleNumber, 2);

    public static readonly ParameterDefinition Limit = new("toy.limit_credits", ModuleNumber, 1_000, 1, 1_000_000, "The greatest transfer.");

    public ModuleId Id => ModuleNumber;

    public string Name => "toy";

    public IReadOnlyList<IMessageHandler> Handlers { get; } = [new TransferHandler(), new ActHandler(), new SponsoredHandler(), new BulkHandler()];

    public IReadOnlyList<ParameterDefinition> Parameters { get; } = [Limit];

    public IReadOnlyList<IInvariant> Invariants { get; } = [new SupplyInvariant()];

    /// <summary>What the end hook does, for tests of hooks.</summary>
    public Action<ApplyContext>? OnEnd { get; set; }

    public Result InitialiseGenesis(GenesisSection section, IStateWriter state)
    {
        if (section.Json.TryGetProperty("throw", out _))
        {
            throw new InvalidOperationException("told to");
        }

        ulong supply = 0;
        if (section.Json.TryGetProperty("accounts", out JsonElement accounts))
        {
            foreach (JsonElement account in accounts.EnumerateArray())
            {
                if (!AccountId.TryParse(account.GetProperty("id").GetString(), out AccountId id))
                {
                    return section.Refuse("accounts", "no account id");
                }

                ulong balance = account.GetProperty("balance").GetUInt64();
                supply += balance;
                Accounts.Put(state, StateKey.Of(id.Value), new ToyAccount(new Credits(balance), NonceWindow.Empty));
            }
        }

        Numbers.Put(state, "supply"u8, new ToyNumber(supply));
        return Result.Ok;
    }

    public void BeginBlock(ApplyContext context) => context.Emit("toy.began", new EventAttribute("height", context.Block.Height.ToString()));

    public void EndBlock(ApplyContext context) => OnEnd?.Invoke(context);

    private sealed class SupplyInvariant : IInvariant
    {
        public string Name => "toy.supply";

        public Result Check(IStateReader state)
        {
            ulong sum = 0;
            foreach (TableRow<ToyAccount> row in Accounts.Scan(state))
            {
                sum += row.Value.Balance.Value;
            }

            Numbers.TryGet(state, "supply"u8, out ToyNumber supply);
            Numbers.TryGet(state, "fees"u8, out ToyNumber fees);
            return sum + fees.Value == supply.Value
                ? Result.Ok
                : Result.Refuse(new ReasonCode("toy.supply"), $"{sum} + {fees.Value} is not {supply.Value}");
        }
    }
}

internal sealed record ToyAccount(Credits Balance, NonceWindow Nonces) : ICanonical<ToyAccount>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Balance);
        writer.Write(Nonces);
    }

    public static ToyAccount Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new ToyAccount(reader.ReadCredits(), reader.Read<NonceWindow>());
    }
}

internal readonly record struct ToyNumber(ulong Value) : ICanonical<ToyNumber>
{
    public void Encode(CanonicalWriter writer) => writer.Write(Value);

    public static ToyNumber Decode(ref CanonicalReader reader) => new(reader.ReadUInt64());
}

internal sealed class ToyCatalog : IModuleCatalog
{
    public ToyModule Toy { get; } = new();

    public IReadOnlyList<IModule> Modules => [Toy];

    public ITransactionGate Gate { get; } = new ToyGate();
}

internal sealed class ToyGate : ITransactionGate
{
    public Result Admit(IStateReader state, TransactionBody body, Credits fee)
    {
        if (!ToyModule.Accounts.TryGet(state, StateKey.Of(body.Sender.Value), out ToyAccount? account))
        {
            return Result.Refuse(new ReasonCode("toy.no_account"), $"{body.Sender}");
        }

        if (account.Balance < fee)
        {
            return Result.Refuse(new ReasonCode("toy.poor"), $"{account.Balance} < {fee}");
        }

        return body.Nonce == 667 ? throw new InvalidOperationException("a defect of the gate") : account.Nonces.Check(body.Nonce);
    }

    public void Charge(IStateWriter state, TransactionBody body, Credits fee)
    {
        ToyModule.Accounts.TryGet(state, StateKey.Of(body.Sender.Value), out ToyAccount? account);
        ToyModule.Accounts.Put(
            state,
            StateKey.Of(body.Sender.Value),
            new ToyAccount(account!.Balance - fee, account.Nonces.Use(body.Nonce)));
        ToyModule.Numbers.TryGet(state, "fees"u8, out ToyNumber fees);
        ToyModule.Numbers.Put(state, "fees"u8, new ToyNumber(fees.Value + fee.Value));
        if (body.Nonce == 666)
        {
            throw new InvalidOperationException("a defect of the gate");
        }
    }
}
