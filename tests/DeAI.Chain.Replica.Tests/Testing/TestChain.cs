namespace DeAI.Chain.Replica.Tests.Testing;

/// <summary>A chain of <see cref="SeatsModule"/> with this many validators, and transactions for it.</summary>
internal sealed class TestChain
{
    public const long StartMs = 1_000_000;

    private const string Parameters = "\"consensus.delta_ms\":50,\"consensus.timeout_cap_ms\":1000,\"consensus.min_block_interval_ms\":20,"
        + "\"consensus.max_block_interval_ms\":200,\"consensus.max_clock_skew_ms\":300";

    public TestChain(int validators, string? parameters = null)
    {
        Catalog = new CatalogIndex(new SeatsModule());
        string seats = string.Join(',', SeatsOf([.. Enumerable.Range(0, validators)]).Select(static s => $"{{\"organisation\":{s.Organisation},\"key\":\"{s.Key}\"}}"));
        Document = GenesisDocument.Parse(
            $"{{\"name\":\"replica-test\",\"time_ms\":{StartMs},\"validators\":[{seats}],\"parameters\":{{{parameters ?? Parameters}}},\"modules\":{{}}}}").Value;
        Genesis = GenesisState.Build(Document, Catalog).Value;
    }

    public static SigningKey[] Keys { get; } = [.. Enumerable.Range(1, 8).Select(Key)];

    public CatalogIndex Catalog { get; }

    public GenesisDocument Document { get; }

    public ExecutedBlock Genesis { get; }

    public static Sequence<Validator> SeatsOf(params int[] nodes) =>
        Sequence.From(nodes.Select(n => new Validator(new OrganisationId((uint)n + 1), Keys[n].PublicKey)));

    public VerifiedTransaction Transaction(
        ulong nonce, Sequence<Validator> seats = default, int sender = 0, ulong validUntil = 1_000, ushort type = 1, ulong maxFee = 100_000)
    {
        SigningKey key = Keys[sender];
        TransactionBody body = new(
            Document.Chain, new AccountId(key.PublicKey.Value), key.PublicKey, nonce, new Height(validUntil), new Credits(maxFee),
            SeatsModule.Number, type, new Blob(Canonical.Encode(new Seats(seats))));
        return VerifiedTransaction.Verify(SignedTransaction.Sign(body, key), Document.Chain, TransactionLimits.Default).Value;
    }

    private static SigningKey Key(int number)
    {
        byte[] seed = new byte[32];
        seed[0] = (byte)number;
        return SigningKey.FromSeed(seed);
    }
}
