using DeAI.Chain.Api.Tests.Testing;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Contribution.Queries;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Client.Tests;

/// <summary>Two changes of the validators lie between genesis and the newest block, each closed through a carrier.</summary>
public sealed class ProofTests : IAsyncLifetime
{
    private readonly TestChain _chain = new();
    private ApiServer _server = null!;
    private ChainClient _client = null!;
    private SignedTransaction _transfer = null!;

    public async Task InitializeAsync()
    {
        _transfer = _chain.Transfer(1, 1, amount: 5);
        _chain.Seal([_chain.Verified(_transfer), _chain.Verified(_chain.Transfer(2, 1))], [], [_chain.Verified(_chain.Transfer(3, 1))]);
        Rotate(1, skip: 3);
        Rotate(2, skip: 2);
        _chain.Seal([_chain.Verified(_chain.Transfer(1, 2))], []);
        _server = await ApiServer.StartAsync(_chain);
        _client = new ChainClient(new ChainClientOptions { Nodes = [_server.Address], Genesis = _chain.Document });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(4UL)]
    [InlineData(5UL)]
    [InlineData(8UL)]
    public async Task Verify_Balance_AtEveryKindOfHeight(ulong height)
    {
        VerifiedFact fact = await _client.ReadVerifiedAsync(AccountsQueries.BalanceKey(_chain.Account(2)), new Height(height));

        ulong at = height == 0 ? _chain.Tip : height;
        Assert.Equal(at, fact.Height.Value);
        Assert.Equal(_chain[at].Block.Header.Digest, fact.Block);
        Credits held = TestChain.Required(AccountsQueries.DecodeHeld(fact.Value!.Value.Span));
        Assert.Equal($"at height {at}, account {_chain.Account(2)} holds {held} credits", fact.Description);
    }

    [Fact]
    public async Task Verify_Absence_SaysSo()
    {
        AccountId nobody = new(TestChain.Key("nobody").PublicKey.Value);
        VerifiedFact balance = await _client.ReadVerifiedAsync(AccountsQueries.BalanceKey(nobody));
        VerifiedFact share = await _client.ReadVerifiedAsync(ContributionQueries.ShareKey(_transfer.Id, 2, new OrganisationId(3)));

        Assert.Null(balance.Value);
        Assert.EndsWith($"account {nobody} has no balance: it holds 0 credits", balance.Description);
        Assert.EndsWith($"organisation 3 in round 2 of task {_transfer.Id} has no share", share.Description);
    }

    [Fact]
    public async Task Verify_Transaction_GivesItsReceipt()
    {
        VerifiedFact fact = await _client.ReadVerifiedTransactionAsync(_transfer.Id);

        Assert.Equal(_transfer.Id, fact.Receipt!.Transaction);
        Assert.Contains("is final at height 1, index 0; applied; fee", fact.Description);
    }

    [Fact]
    public async Task Verify_Receipt_GivesItWithoutTheTransaction()
    {
        VerifiedFact fact = TestChain.Required(ProofVerifier.Verify(ProofFile.OfReceipt(await ProveTransferAsync()), _chain.Document));

        Assert.Equal(_transfer.Id, fact.Receipt!.Transaction);
        Assert.True(fact.Transaction.IsEmpty);
        Assert.Contains($"transaction {_transfer.Id} is final at height 1, index 0; applied; fee", fact.Description);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(4UL)]
    public async Task Verify_Range_HoldsEveryBalance(ulong height)
    {
        ProofFile proof = await _client.ProveRangeAsync(Balances, new Height(height));
        VerifiedFact fact = TestChain.Required(ProofVerifier.Verify(proof, _chain.Document));

        string[] keys = [.. fact.Entries.Items.Select(static entry => Convert.ToHexStringLower(entry.Key.Span))];
        Assert.Equal(height == 0 ? _chain.Tip : height, fact.Height.Value);
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        for (int i = 0; i < TestChain.Accounts; i++)
        {
            Assert.Contains(Convert.ToHexStringLower(AccountsQueries.BalanceKey(_chain.Account(i))), keys);
        }
    }

    [Fact]
    public async Task Verify_RangeCutShortOrUnderAnotherKind_IsRefused()
    {
        ProofFile proof = await _client.ProveRangeAsync(Balances);
        RangeProof entries = TestChain.Required(Canonical.Decode<RangeProof>(proof.Proof.Span));
        for (int i = 0; i < entries.Entries.Count; i++)
        {
            RangeProof cut = new(Sequence.From(entries.Entries.Items.RemoveAt(i)));
            Assert.Equal(TreeErrors.BadProof, Refused(proof with { Proof = new Blob(Canonical.Encode(cut)) }));
        }

        Assert.NotNull(Refused(proof with { Kind = ProofKind.State }));
        Assert.NotNull(Refused(proof with { Kind = ProofKind.Receipt, Key = Blob.Empty, EndKey = Blob.Empty }));
        Assert.Equal(ProofErrors.BadContent, Refused(proof with { ReceiptProof = proof.Proof }));
        Assert.Equal(TreeErrors.BadRange, Refused(proof with { EndKey = proof.Key }));
    }

    [Fact]
    public async Task Json_RoundTrips_AndIsReadStrictly()
    {
        ProofFile proof = await StateProofAsync();
        string json = proof.ToJson();

        Assert.Equal(proof, TestChain.Required(ProofFile.Parse(json)));
        foreach (string bad in new[]
        {
            string.Empty, "[]", "{}", "null", json.Replace("deai.proof.v1", "deai.proof.v2"), json.Replace("\"kind\": \"state\"", "\"kind\": \"other\""),
            json.Replace("\"key\": \"", "\"key\": \"A"), json.Replace("\"handovers\"", "\"handover\""), json[..^2] + ",\"more\":1}",
            json.Replace("\"height\": ", "\"height\": -"), json.Replace("\"key\": \"00", "\"key\": \"0"),
        })
        {
            Assert.Equal(ProofErrors.BadFile, ProofFile.Parse(bad).Refusal?.Code);
        }

        Refusal missing = ProofFile.Parse(json.Replace("\"handovers\"", "\"handover\"")).Refusal!;
        Assert.Contains("'handovers'", missing.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OtherGenesis_IsRefused()
    {
        ProofFile proof = await StateProofAsync();
        GenesisDocument other = TestChain.Required(GenesisDocument.Parse(_chain.GenesisJson.Replace("api-test", "api-fake")));

        Assert.Equal(ProofErrors.WrongChain, ProofVerifier.Verify(proof, other).Refusal?.Code);
    }

    [Fact]
    public async Task Verify_HandoverLeftOut_IsRefused()
    {
        ProofFile proof = await StateProofAsync();

        Assert.Equal(ProofErrors.BadHandover, ProofVerifier.Verify(proof with { Handovers = default }, _chain.Document).Refusal?.Code);
        Assert.Equal(
            ProofErrors.BadHandover,
            ProofVerifier.Verify(proof with { Handovers = Sequence.From(proof.Handovers.Items.Reverse()) }, _chain.Document).Refusal?.Code);
    }

    [Fact]
    public async Task Verify_ThousandRandomAlterations_AreAllRefused()
    {
        string[] files =
        [
            (await StateProofAsync()).ToJson(), (await TransactionProofAsync()).ToJson(), ProofFile.OfReceipt(await ProveTransferAsync()).ToJson(),
            (await _client.ProveRangeAsync(Balances)).ToJson(),
        ];
        Random random = new(20261122);
        for (int i = 0; i < 1000; i++)
        {
            string original = files[i % files.Length];
            string altered = Alter(original, random);
            Result<ProofFile> parsed = ProofFile.Parse(altered);
            bool accepted = parsed.TryGet(out ProofFile file, out _) && ProofVerifier.Verify(file, _chain.Document).IsOk;
            Assert.False(accepted, $"alteration {i} was accepted: {altered}");
        }
    }

    [Fact]
    public async Task Verify_CertificateOfAnotherHeight_IsRefused()
    {
        ProofFile newest = await StateProofAsync();
        GetStateResponse answer = await _client.State.GetAsync(new GetStateRequest { Key = ByteString.CopyFrom(1), Height = 3 });
        ProofFile earlier = ProofFile.Of([1], answer);
        ProofFile mixed = newest with { Finality = newest.Finality with { Certificate = earlier.Finality.Certificate } };

        Assert.Equal(ProofErrors.BadCertificate, ProofVerifier.Verify(mixed, _chain.Document).Refusal?.Code);
    }

    private static KeyRange Balances => KeyRange.OfPrefix(AccountsQueries.BalanceKey(default).AsSpan()[..^Bytes32.Length]);

    private ReasonCode? Refused(ProofFile proof) => ProofVerifier.Verify(proof, _chain.Document).Refusal?.Code;

    // A digit or a letter of a to f, in a value or in a name, becomes another or goes.
    private static string Alter(string json, Random random)
    {
        while (true)
        {
            int at = random.Next(json.Length);
            char old = json[at];
            if (!char.IsAsciiHexDigitLower(old))
            {
                continue;
            }

            char other = "0123456789abcdef"[random.Next(16)];
            if (other != old)
            {
                return random.Next(8) == 0 ? json.Remove(at, 1) : json[..at] + other + json[(at + 1)..];
            }
        }
    }

    private async Task<ProofFile> StateProofAsync()
    {
        byte[] key = AccountsQueries.BalanceKey(_chain.Account(1));
        ulong height = _chain.Tip - 1;
        GetStateResponse answer = await _client.State.GetAsync(new GetStateRequest { Key = ByteString.CopyFrom(key), Height = height });
        return ProofFile.Of(key, answer);
    }

    private async Task<ProofFile> TransactionProofAsync() => ProofFile.Of(await ProveTransferAsync());

    private Task<ProveTransactionResponse> ProveTransferAsync() =>
        _client.State.ProveTransactionAsync(new ProveTransactionRequest { Id = ByteString.CopyFrom(_transfer.Id.ToArray()) });

    private void Rotate(ulong nonce, int skip)
    {
        ValidatorSet next = new(Sequence.From(_chain.Document.Validators.Seats.Items.Where((_, seat) => seat != skip)));
        Assert.Empty(_chain.Seal([_chain.Verified(_chain.Sign(0, nonce, TestModule.Number, 1, new SetValidators(next)))]));
        _chain.StartEpoch();
    }
}
