using DeAI.Chain.Api.Tests.Testing;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Api.Tests;

/// <summary>Blocks, state, accounts, node and the modules' read services over twelve blocks of three transfers each, certified two by two.</summary>
public sealed class ReadServicesTests : IAsyncLifetime
{
    private const ulong Heights = 12;

    private ApiServer _server = null!;

    public async Task InitializeAsync()
    {
        TestChain chain = new();
        for (ulong height = 1; height <= Heights; height += 2)
        {
            chain.Seal(Body(chain, height), Body(chain, height + 1));
        }

        _server = await ApiServer.StartAsync(chain);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task BlocksGet_PagedInside_GivesEveryTransactionOnce()
    {
        List<Transaction> all = [];
        GetBlockRequest request = new() { Height = 4, PageSize = 2 };
        do
        {
            BlockPage page = await Blocks<GetBlockRequest, BlockPage>("Get", request);
            Assert.Equal(3U, page.TransactionCount);
            Assert.Equal(all.Count == 0, page.Finality is not null);
            all.AddRange(page.Transactions);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal([0U, 1U, 2U], all.Select(transaction => transaction.Index));
    }

    [Fact]
    public async Task BlocksGet_TokenOfAnotherRequestOrDamaged_IsRefused()
    {
        string token = (await Blocks<GetBlockRequest, BlockPage>("Get", new GetBlockRequest { Height = 4, PageSize = 2 })).NextPageToken;
        foreach (GetBlockRequest bad in new GetBlockRequest[]
        {
            new() { Height = 5, PageToken = token },
            new() { Height = 4, PageToken = token[1..] + "A" },
            new() { Height = 4, PageToken = "%%%" },
            new() { Height = 4, PageToken = new string('A', 5000) },
        })
        {
            RpcException failure = await Assert.ThrowsAsync<RpcException>(() => Blocks<GetBlockRequest, BlockPage>("Get", bad));
            Assert.Equal((StatusCode.InvalidArgument, "api.bad_page_token"), (failure.Code, failure.ErrorInfo!.Reason));
        }
    }

    [Fact]
    public async Task BlocksGet_BeyondTheTip_IsOutOfRange()
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => Blocks<GetBlockRequest, BlockPage>("Get", new GetBlockRequest { Height = 99 }));
        Assert.Equal((StatusCode.OutOfRange, "api.height_unavailable"), (failure.Code, failure.ErrorInfo!.Reason));
    }

    [Fact]
    public async Task BlocksList_Paged_IsTheHashChain()
    {
        List<Api.V1.BlockHeader> headers = [];
        ListBlocksRequest request = new() { FromHeight = 0, PageSize = 5 };
        do
        {
            ListBlocksResponse response = await Blocks<ListBlocksRequest, ListBlocksResponse>("List", request);
            headers.AddRange(response.Headers);
            request.FromHeight = response.NextHeight;
        }
        while (request.FromHeight > 0);

        Assert.Equal((int)Heights + 1, headers.Count);
        Assert.All(headers.Skip(1).Zip(headers), pair => Assert.Equal(pair.Second.Digest, pair.First.Parent));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(3UL)]
    public async Task StateGet_PresentAndAbsent_CarryProofsOfTheirHeight(ulong height)
    {
        byte[] key = AccountsQueries.BalanceKey(_server.Chain.Account(1));
        GetStateResponse present = await State<GetStateRequest, GetStateResponse>("Get", new GetStateRequest { Key = ByteString.CopyFrom(key), Height = height });
        GetStateResponse absent = await State<GetStateRequest, GetStateResponse>("Get", new GetStateRequest { Key = ByteString.CopyFrom(1, 2), Height = height });

        Hash256 root = _server.Chain[present.Height].Block.Header.StateRoot;
        Assert.Equal(height == 0 ? Heights : height, present.Height);
        Assert.True(present.Present);
        StateProof proof = TestChain.Required(Canonical.Decode<StateProof>(present.Proof.Span));
        Assert.Equal(present.Value.ToByteArray(), proof.Verify(root, key).Value!.Value.ToArray());
        Assert.False(absent.Present);
        Assert.Null(TestChain.Required(Canonical.Decode<StateProof>(absent.Proof.Span)).Verify(root, [1, 2]).Value);
        Assert.Equal((int)(present.Height % 2), present.Finality.Descendants.Count);
    }

    [Fact]
    public async Task StateGet_FutureHeightOrBadKey_IsRefused()
    {
        RpcException future = await Assert.ThrowsAsync<RpcException>(() =>
            State<GetStateRequest, GetStateResponse>("Get", new GetStateRequest { Key = ByteString.CopyFrom(1), Height = 1000 }));
        RpcException empty = await Assert.ThrowsAsync<RpcException>(() => State<GetStateRequest, GetStateResponse>("Get", new GetStateRequest()));
        RpcException unknown = await Assert.ThrowsAsync<RpcException>(() =>
            State<ProveTransactionRequest, ProveTransactionResponse>("ProveTransaction", new ProveTransactionRequest { Id = ByteString.CopyFrom(new byte[32]) }));

        Assert.Equal(StatusCode.OutOfRange, future.Code);
        Assert.Equal(StatusCode.InvalidArgument, empty.Code);
        Assert.Equal(StatusCode.NotFound, unknown.Code);
    }

    [Fact]
    public async Task StateProveRange_FromAnyPlaceOn_GivesTheRestOfTheWhole()
    {
        ProveRangeResponse whole = await State<ProveRangeRequest, ProveRangeResponse>("ProveRange", new ProveRangeRequest { Height = 5 });
        Assert.Equal((5UL, true), (whole.Height, whole.NextPageToken.IsEmpty));
        Assert.NotNull(whole.Finality);
        Hash256 root = _server.Chain[5].Block.Header.StateRoot;
        RangeProof proof = new(Sequence.From(whole.Entries.Select(static entry => Canonical.Decode<Ledger.State.StateEntry>(entry.Span).Value)));
        Assert.Equal(whole.Entries.Count, proof.Verify(root, default).Value.Count);

        Bytes32 middle = TreeHash.PathOf(proof.Entries[proof.Entries.Count / 2].Key.Span);
        ProveRangeRequest rest = new() { Height = 5, PageToken = ByteString.CopyFrom(middle.ToArray()) };
        ProveRangeResponse second = await State<ProveRangeRequest, ProveRangeResponse>("ProveRange", rest);
        Assert.Null(second.Finality);
        Assert.Equal(whole.Entries.Skip(proof.Entries.Count / 2), second.Entries);
    }

    [Fact]
    public async Task StateProveRange_BadRequest_IsRefusedWithItsReason()
    {
        (ProveRangeRequest Request, StatusCode Status, string Reason)[] bad =
        [
            (new() { PageToken = ByteString.CopyFrom(1) }, StatusCode.InvalidArgument, "api.bad_page_token"),
            (new() { First = ByteString.CopyFrom(2), End = ByteString.CopyFrom(1) }, StatusCode.InvalidArgument, "state.bad_range"),
            (new() { First = ByteString.CopyFrom(new byte[256]) }, StatusCode.InvalidArgument, "state.bad_range"),
            (new() { Height = 1000 }, StatusCode.OutOfRange, "api.height_unavailable"),
        ];
        foreach ((ProveRangeRequest request, StatusCode status, string reason) in bad)
        {
            RpcException failure = await Assert.ThrowsAsync<RpcException>(() => State<ProveRangeRequest, ProveRangeResponse>("ProveRange", request));
            Assert.Equal((status, reason), (failure.Code, failure.ErrorInfo!.Reason));
        }
    }

    [Fact]
    public async Task Accounts_ReadFromTheState()
    {
        ServiceDescriptor service = AccountsReflection.Descriptor.Services[0];
        Account account = await _server.CallAsync<GetAccountRequest, Account>(
            service, "GetAccount", new GetAccountRequest { Account = ByteString.CopyFrom(_server.Chain.Account(1).ToArray()) });
        Totals totals = await _server.CallAsync<GetTotalsRequest, Totals>(service, "GetTotals", new GetTotalsRequest());
        List<Organisation> organisations = [];
        ListOrganisationsRequest request = new() { PageSize = 3 };
        do
        {
            ListOrganisationsResponse page = await _server.CallAsync<ListOrganisationsRequest, ListOrganisationsResponse>(service, "ListOrganisations", request);
            organisations.AddRange(page.Organisations);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        RpcException unknown = await Assert.ThrowsAsync<RpcException>(() => _server.CallAsync<GetAccountRequest, Account>(
            service, "GetAccount", new GetAccountRequest { Account = ByteString.CopyFrom(new byte[32]) }));
        RpcException shortId = await Assert.ThrowsAsync<RpcException>(() => _server.CallAsync<GetAccountRequest, Account>(
            service, "GetAccount", new GetAccountRequest { Account = ByteString.CopyFrom(1) }));

        Assert.Equal((2U, Heights + 1), (account.Organisation, account.NextNonce));
        Assert.Equal(["member"], account.Roles);
        Assert.True(totals.Conserved);
        Assert.Equal(8_000_000_000UL, totals.Issued);
        Assert.Equal(["Org1", "Org2", "Org3", "Org4"], organisations.Select(organisation => organisation.Name));
        Assert.Equal((StatusCode.NotFound, StatusCode.InvalidArgument), (unknown.Code, shortId.Code));
    }

    [Fact]
    public async Task Node_AnswersFromTheBackend()
    {
        ServiceDescriptor service = NodeReflection.Descriptor.Services[0];
        NodeStatus status = await _server.CallAsync<GetStatusRequest, NodeStatus>(service, "GetStatus", new GetStatusRequest());
        ListPeersResponse peers = await _server.CallAsync<ListPeersRequest, ListPeersResponse>(service, "ListPeers", new ListPeersRequest());
        Metrics metrics = await _server.CallAsync<GetMetricsRequest, Metrics>(service, "GetMetrics", new GetMetricsRequest());
        GenesisFile genesis = await _server.CallAsync<GetGenesisRequest, GenesisFile>(service, "GetGenesis", new GetGenesisRequest());

        Assert.Equal((Heights, "api-test", "validator"), (status.FinalizedHeight, status.ChainName, status.Role));
        Assert.Equal(_server.Chain[Heights].Block.Header.StateRoot.ToArray(), status.StateRoot.ToByteArray());
        Assert.Equal(1.5, peers.Peers.Single().RoundTripMs);
        Assert.Equal((42.0, "api-test"), (metrics.Metrics_.Single().Value, metrics.Metrics_.Single().Labels["chain"]));
        Assert.Equal(_server.Chain.GenesisJson, genesis.Json);
    }

    [Fact]
    public async Task Governance_ParametersAndValidators_AreTheState()
    {
        ServiceDescriptor service = GovernanceReflection.Descriptor.Services[0];
        ListParametersResponse parameters = await _server.CallAsync<ListParametersRequest, ListParametersResponse>(service, "ListParameters", new ListParametersRequest());
        Validators validators = await _server.CallAsync<GetValidatorsRequest, Validators>(service, "GetValidators", new GetValidatorsRequest());

        Assert.Equal(_server.Chain.Catalog.Parameters.Count, parameters.Parameters.Count);
        Assert.Equal(100UL, parameters.Parameters.Single(parameter => parameter.Name == "ledger.fee_base_credits").Value);
        Assert.Equal((0UL, 4, 4), (validators.Epoch, validators.Current.Count, validators.Next.Count));
    }

    [Fact]
    public async Task Audit_SearchPaged_FindsAllNewestFirst()
    {
        ServiceDescriptor service = AuditReflection.Descriptor.Services[0];
        List<Transaction> found = [];
        SearchRequest request = new() { Sender = ByteString.CopyFrom(_server.Chain.Account(2).ToArray()), Module = "accounts", PageSize = 5, FromHeight = 2 };
        do
        {
            SearchResponse response = await _server.CallAsync<SearchRequest, SearchResponse>(service, "Search", request);
            found.AddRange(response.Transactions);
            request.PageToken = response.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        SearchResponse none = await _server.CallAsync<SearchRequest, SearchResponse>(service, "Search", new SearchRequest { EventPrefix = "nothing." });
        CheckInvariantsResponse invariants = await _server.CallAsync<CheckInvariantsRequest, CheckInvariantsResponse>(service, "CheckInvariants", new CheckInvariantsRequest());

        Assert.Equal(Enumerable.Range(2, (int)Heights - 1).Reverse().Select(height => (ulong)height), found.Select(transaction => transaction.Height));
        Assert.Empty(none.Transactions);
        Assert.NotEmpty(invariants.Results);
        Assert.All(invariants.Results, result => Assert.True(result.Holds, result.Detail));
    }

    [Fact]
    public async Task ModuleServices_NothingThere_AreEmptyOrNotFound()
    {
        ByteString id = ByteString.CopyFrom(new byte[32]);
        ServiceDescriptor federation = FederationReflection.Descriptor.Services[0];
        ServiceDescriptor models = ModelsReflection.Descriptor.Services[0];
        ServiceDescriptor bounties = BountiesReflection.Descriptor.Services[0];
        Assert.Empty((await _server.CallAsync<ListTasksRequest, ListTasksResponse>(federation, "ListTasks", new ListTasksRequest())).Tasks);
        Assert.Empty((await _server.CallAsync<ListVersionsRequest, ListVersionsResponse>(models, "ListVersions", new ListVersionsRequest())).Versions);
        Assert.Empty((await _server.CallAsync<ListBountiesRequest, ListBountiesResponse>(bounties, "ListBounties", new ListBountiesRequest())).Bounties);
        RpcException[] failures =
        [
            await Assert.ThrowsAsync<RpcException>(() => _server.CallAsync<GetTaskRequest, Api.V1.Task>(federation, "GetTask", new GetTaskRequest { Task = id })),
            await Assert.ThrowsAsync<RpcException>(() => _server.CallAsync<GetRoundRequest, Round>(federation, "GetRound", new GetRoundRequest { Task = id })),
            await Assert.ThrowsAsync<RpcException>(() => _server.CallAsync<GetWeightsRequest, Weights>(federation, "GetWeights", new GetWeightsRequest { Id = id })),
            await Assert.ThrowsAsync<RpcException>(() => _server.CallAsync<GetVersionRequest, ModelVersion>(models, "GetVersion", new GetVersionRequest { Version = id })),
            await Assert.ThrowsAsync<RpcException>(() => _server.CallAsync<GetBountyRequest, Bounty>(bounties, "GetBounty", new GetBountyRequest { Bounty = id })),
            await Assert.ThrowsAsync<RpcException>(() => _server.CallAsync<GetLineageRequest, Lineage>(
                AuditReflection.Descriptor.Services[0], "GetLineage", new GetLineageRequest { Version = id })),
        ];
        Assert.All(failures, failure => Assert.Equal((StatusCode.NotFound, "api.not_found"), (failure.Code, failure.ErrorInfo!.Reason)));
        RpcException quote = await Assert.ThrowsAsync<RpcException>(() =>
            _server.CallAsync<QuoteRequest, QuoteResponse>(models, "Quote", new QuoteRequest { Version = id }));
        Assert.StartsWith("models.", quote.ErrorInfo!.Reason);
    }

    [Fact]
    public async Task Predict_NotAPrediction_FailsButTheTransactionIsFinal()
    {
        _server.Backend.AutoSeal = true;
        PredictRequest request = new() { Transaction = ByteString.CopyFrom(Canonical.Encode(_server.Chain.Transfer(5, 1))) };
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() =>
            _server.CallAsync<PredictRequest, PredictResponse>(ModelsReflection.Descriptor.Services[0], "Predict", request));

        Assert.Equal("api.no_prediction", failure.ErrorInfo!.Reason);
        Assert.Equal((Heights + 1).ToString(), failure.ErrorInfo.Metadata["height"]);
    }

    [Fact]
    public void Prediction_FromItsEvent_IsInTheUnitsOfTheInterface()
    {
        V1.Event predicted = new() { Name = "models.predicted" };
        foreach ((string name, string value) in new[]
        {
            ("version", "00"), ("probability_parts", "32768"), ("delay_minutes_32nds", "-48"), ("lower_minutes_32nds", "-320"),
            ("upper_minutes_32nds", "33"), ("abstains", "1"), ("price", "1000"), ("pay.treasury", "100"), ("pay.3", "900"),
        })
        {
            predicted.Attributes.Add(new V1.Attribute { Name = name, Value = value });
        }

        Transaction transaction = new() { Height = 9, Receipt = new Receipt { Applied = true, Events = { predicted } } };
        PredictResponse response = PredictionTranslation.Of(transaction, (_, organisation) => ByteString.CopyFrom((byte)organisation));

        Assert.Equal((500_000U, -15, -100, 10), (response.LateProbability, response.DelayTenths, response.DelayLowTenths, response.DelayHighTenths));
        Assert.True(response.Abstained);
        Assert.Equal(response.Price, (ulong)response.Payouts.Sum(payout => (long)payout.Amount));
        Assert.Equal((3U, ByteString.CopyFrom(3)), (response.Payouts[1].Organisation, response.Payouts[1].Account));
    }

    private static Ledger.Transactions.VerifiedTransaction[] Body(TestChain chain, ulong nonce) =>
        [.. Enumerable.Range(1, 3).Select(from => chain.Verified(chain.Transfer(from, nonce)))];

    private Task<TResponse> Blocks<TRequest, TResponse>(string method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new() =>
        _server.CallAsync<TRequest, TResponse>(BlocksReflection.Descriptor.Services[0], method, request);

    private Task<TResponse> State<TRequest, TResponse>(string method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new() =>
        _server.CallAsync<TRequest, TResponse>(StateReflection.Descriptor.Services[0], method, request);
}
