using System.Diagnostics;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo.Chain;

/// <summary>
/// One node, asked for itself. The SDK's client would move on to another node where one does not answer; here each node's own view is wanted.
/// </summary>
internal sealed class DemoNode(string name, bool isValidator, Uri address) : IDisposable
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(150);

    private readonly GrpcChannel _channel = new(address);

    public string Name { get; } = name;

    public bool IsValidator { get; } = isValidator;

    public Uri Address { get; } = address;

    public Task<NodeStatus> StatusAsync(CancellationToken cancel, TimeSpan? limit = null) =>
        CallAsync<GetStatusRequest, NodeStatus>(NodeReflection.Descriptor, "GetStatus", new GetStatusRequest(), cancel, limit);

    public Task<Account> AccountAsync(AccountId account, CancellationToken cancel) =>
        CallAsync<GetAccountRequest, Account>(
            AccountsReflection.Descriptor, "GetAccount", new GetAccountRequest { Account = Wire.Bytes(account.Value) }, cancel);

    public Task<ListOrganisationsResponse> OrganisationsAsync(CancellationToken cancel) =>
        CallAsync<ListOrganisationsRequest, ListOrganisationsResponse>(
            AccountsReflection.Descriptor, "ListOrganisations", new ListOrganisationsRequest { PageSize = 100 }, cancel);

    public Task<Totals> TotalsAsync(CancellationToken cancel) =>
        CallAsync<GetTotalsRequest, Totals>(AccountsReflection.Descriptor, "GetTotals", new GetTotalsRequest(), cancel);

    public Task<CheckInvariantsResponse> InvariantsAsync(CancellationToken cancel) =>
        CallAsync<CheckInvariantsRequest, CheckInvariantsResponse>(
            AuditReflection.Descriptor, "CheckInvariants", new CheckInvariantsRequest(), cancel, TimeSpan.FromSeconds(30));

    public Task<Validators> ValidatorsAsync(CancellationToken cancel) =>
        CallAsync<GetValidatorsRequest, Validators>(GovernanceReflection.Descriptor, "GetValidators", new GetValidatorsRequest(), cancel);

    public Task<Proposal> ProposalAsync(Hash256 id, CancellationToken cancel) =>
        CallAsync<GetProposalRequest, Proposal>(
            GovernanceReflection.Descriptor, "GetProposal", new GetProposalRequest { Proposal = Wire.Bytes(id.Value) }, cancel);

    public Task<Bounty> BountyAsync(Hash256 id, CancellationToken cancel) =>
        CallAsync<GetBountyRequest, Bounty>(BountiesReflection.Descriptor, "GetBounty", new GetBountyRequest { Bounty = Wire.Bytes(id.Value) }, cancel);

    public Task<ModelVersion> VersionAsync(Hash256 id, CancellationToken cancel) =>
        CallAsync<GetVersionRequest, ModelVersion>(
            ModelsReflection.Descriptor, "GetVersion", new GetVersionRequest { Version = Wire.Bytes(id.Value) }, cancel);

    public Task<Weights> WeightsAsync(Hash256 version, CancellationToken cancel) =>
        CallAsync<GetWeightsRequest, Weights>(
            FederationReflection.Descriptor, "GetWeights", new GetWeightsRequest { Id = Wire.Bytes(version.Value) }, cancel);

    public Task<Round> RoundAsync(Hash256 task, uint round, CancellationToken cancel) =>
        CallAsync<GetRoundRequest, Round>(
            FederationReflection.Descriptor, "GetRound", new GetRoundRequest { Task = Wire.Bytes(task.Value), Round = round }, cancel);

    public Task<Transaction> TransactionAsync(Hash256 id, CancellationToken cancel) =>
        CallAsync<GetTransactionRequest, Transaction>(
            TransactionsReflection.Descriptor, "Get", new GetTransactionRequest { Id = Wire.Bytes(id.Value) }, cancel);

    public async Task<BlockHeader> HeaderAsync(ulong height, CancellationToken cancel)
    {
        ListBlocksResponse page = await CallAsync<ListBlocksRequest, ListBlocksResponse>(
            BlocksReflection.Descriptor, "List", new ListBlocksRequest { FromHeight = height, PageSize = 1 }, cancel);
        return page.Headers.Count == 1 ? page.Headers[0] : throw new DemoException($"{Name} has no final block {height}");
    }

    public Task<SubmitAndWaitResponse> SubmitAsync(byte[] transaction, CancellationToken cancel) =>
        CallAsync<SubmitRequest, SubmitAndWaitResponse>(
            TransactionsReflection.Descriptor,
            "SubmitAndWait",
            new SubmitRequest { Transaction = ByteString.CopyFrom(transaction) },
            cancel,
            TimeSpan.FromSeconds(30));

    /// <summary>A fee or another parameter in force.</summary>
    public async Task<ulong> ParameterAsync(string name, CancellationToken cancel)
    {
        ListParametersResponse all = await CallAsync<ListParametersRequest, ListParametersResponse>(
            GovernanceReflection.Descriptor, "ListParameters", new ListParametersRequest(), cancel);
        return all.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value
            ?? throw new DemoException($"{Name} names no parameter {name}");
    }

    /// <summary>What an account held at the end of a block, from this node's state of that height.</summary>
    public async Task<ulong> HeldAtAsync(AccountId account, ulong height, CancellationToken cancel)
    {
        GetStateRequest request = new() { Key = ByteString.CopyFrom(AccountsQueries.BalanceKey(account)), Height = height };
        GetStateResponse answer = await CallAsync<GetStateRequest, GetStateResponse>(StateReflection.Descriptor, "Get", request, cancel);
        if (!answer.Present)
        {
            return 0;
        }

        return AccountsQueries.DecodeHeld(answer.Value.Span).TryGet(out Credits held, out Refusal? refusal)
            ? held.Value
            : throw new DemoException($"{Name} gave a balance that cannot be read: {refusal}");
    }

    /// <summary>A parameter as it was in force after a block, from this node's state of that height.</summary>
    public async Task<ulong> ParameterAtAsync(ParameterDefinition parameter, ulong height, CancellationToken cancel)
    {
        GetStateRequest request = new() { Key = ByteString.CopyFrom(ParameterStore.KeyOf(parameter)), Height = height };
        GetStateResponse answer = await CallAsync<GetStateRequest, GetStateResponse>(StateReflection.Descriptor, "Get", request, cancel);
        return answer.Present ? ReadNumber(answer.Value.Span) : parameter.Default;
    }

    /// <summary>Waits until this node has finalised a block.</summary>
    public async Task WaitForHeightAsync(ulong height, TimeSpan limit, CancellationToken cancel)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            ulong reached = (await StatusAsync(cancel)).FinalizedHeight;
            if (reached >= height)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new DemoException($"{Name} is at block {reached} and did not reach {height} within {limit.TotalSeconds:F0} s");
            }

            await Task.Delay(Poll, cancel);
        }
    }

    /// <summary>Blocks from genesis on, then live.</summary>
    public IAsyncEnumerable<SubscribeResponse> BlocksAsync(string afterCursor, CancellationToken cancel)
    {
        GrpcMethod<SubscribeRequest, SubscribeResponse> method = new(MethodOf(BlocksReflection.Descriptor, "Subscribe"));
        return _channel.ServerStream(method, new SubscribeRequest { AfterCursor = afterCursor }, null, cancel);
    }

    public void Dispose() => _channel.Dispose();

    private static ulong ReadNumber(ReadOnlySpan<byte> encoded)
    {
        CanonicalReader reader = new(encoded);
        ulong number = reader.ReadUInt64();
        return reader.Failure is null ? number : throw new DemoException($"A parameter cannot be read: {reader.Failure}");
    }

    private static MethodDescriptor MethodOf(FileDescriptor file, string method) => file.Services[0].FindMethodByName(method);

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        FileDescriptor file, string method, TRequest request, CancellationToken cancel, TimeSpan? limit = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new() =>
        _channel.UnaryAsync(
            new GrpcMethod<TRequest, TResponse>(MethodOf(file, method)), request, new GrpcCallOptions { Timeout = limit ?? CallLimit }, cancel);
}
