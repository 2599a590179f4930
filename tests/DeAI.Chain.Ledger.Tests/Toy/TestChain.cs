namespace DeAI.Chain.Ledger.Tests.Toy;

/// <summary>A chain of the toy module with four validators and four accounts, and what is needed to write transactions and blocks by hand.</summary>
internal sealed class TestChain
{
    public const ulong Wealth = 10_000_000;

    private readonly ulong[] _nonces = new ulong[AccountKeys.Length];

    public TestChain()
    {
        Catalog = new ToyCatalog();
        Index = new CatalogIndex(Catalog);
        Document = GenesisDocument.Parse(GenesisJson()).Value;
        Genesis = GenesisState.Build(Document, Index).Value;
        Head = LedgerState.AfterGenesis(Genesis);
        Builder = new BlockBuilder(Index);
        Executor = new BlockExecutor(Index);
        Validator = new BlockValidator(Index);
    }

    public static SigningKey[] ValidatorKeys { get; } = [.. Enumerable.Range(1, 5).Select(Key)];

    public static SigningKey[] AccountKeys { get; } = [.. Enumerable.Range(101, 4).Select(Key)];

    public ToyCatalog Catalog { get; }

    public CatalogIndex Index { get; }

    public GenesisDocument Document { get; }

    public ExecutedBlock Genesis { get; }

    public LedgerState Head { get; set; }

    public BlockBuilder Builder { get; }

    public BlockExecutor Executor { get; }

    public BlockValidator Validator { get; }

    public ChainId Chain => Document.Chain;

    public static ValidatorSet Seats(params int[] numbers) =>
        new(Sequence.From(numbers.Select(n => new Validator(new OrganisationId((uint)n), ValidatorKeys[n - 1].PublicKey))));

    public static AccountId Account(int number) => new(AccountKeys[number].PublicKey.Value);

    public static string GenesisJson(string parameters = "{}", string extra = "") => $$"""
        {
          // A comment, which leaves no trace.
          "name": "toy-net",
          "time_ms": 1000,
          "validators": [
            {{string.Join(",\n", Seats(1, 2, 3, 4).Seats.Select(s => $$"""{ "organisation": {{s.Organisation}}, "key": "{{s.Key}}" }"""))}}
          ],
          "parameters": {{parameters}},
          "modules": {
            "toy": { "accounts": [
              {{string.Join(",\n", AccountKeys.Select(k => $$"""{ "id": "{{k.PublicKey}}", "balance": {{Wealth}} }"""))}}
            ] }
          }{{extra}}
        }
        """;

    public VerifiedTransaction Transfer(int from, int to, ulong amount) =>
        Transaction(from, 1, new Transfer(Account(to), new Credits(amount)));

    public VerifiedTransaction Act(ToyAction action, ulong number = 0, ValidatorSet? seats = null, ushort type = 2, int from = 0) =>
        Transaction(from, type, new Act(action, number, seats?.Seats ?? default));

    public VerifiedTransaction Transaction<T>(int from, ushort type, T message, Func<TransactionBody, TransactionBody>? change = null)
        where T : ICanonical<T>
    {
        TransactionBody body = new(
            Chain,
            Account(from),
            AccountKeys[from].PublicKey,
            ++_nonces[from],
            new Height(Head.Header.Height.Value + 100),
            new Credits(1_000_000),
            ToyModule.ModuleNumber,
            type,
            new Blob(Canonical.Encode(message)));
        return VerifiedTransaction.Verify(SignedTransaction.Sign(change?.Invoke(body) ?? body, AccountKeys[from]), Chain, TransactionLimits.Default).Value;
    }

    /// <summary>A draft on the head by the validator of that number, with a right proof.</summary>
    public BlockDraft Draft(int validator = 1, bool nextEpoch = false, bool carrier = false)
    {
        SigningKey key = ValidatorKeys[validator - 1];
        return new BlockDraft(
            nextEpoch ? Head.Header.Epoch.Next : Head.Header.Epoch,
            Head.Header.View.Next,
            Head.Header.TimeMs + 1,
            key.PublicKey,
            carrier ? default : Vrf.Prove(key, Beacon.InputFor(Head.State, Head.Header.Height.Next)));
    }

    /// <summary>Executes, validates and moves the head.</summary>
    public ExecutedBlock Add(params VerifiedTransaction[] transactions) => Add(Draft(), transactions);

    public ExecutedBlock Add(BlockDraft draft, params VerifiedTransaction[] transactions)
    {
        ExecutedBlock block = Executor.Execute(Head, draft, transactions).Value;
        Head = Head.After(block);
        return block;
    }

    public ToyAccount Stored(int account)
    {
        Assert.True(ToyModule.Accounts.TryGet(Head.State, StateKey.Of(Account(account).Value), out ToyAccount? stored));
        return stored!;
    }

    private static SigningKey Key(int number)
    {
        byte[] seed = new byte[32];
        seed[0] = (byte)number;
        return SigningKey.FromSeed(seed);
    }
}
