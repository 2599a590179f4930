using System.Runtime.CompilerServices;
using DeAI.Chain.Api;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Client.Services;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Client;

/// <summary>
/// A chain seen from an application: every method of every service, over one or more nodes. A call that finds its node unavailable goes to
/// the next, once around; everything else is the caller's to decide. Safe to use from many threads.
/// </summary>
public sealed class ChainClient : IDisposable
{
    /// <summary>The header by which a node tells a transaction's id as soon as it has accepted it (README of DeAI.Chain.Api).</summary>
    private const string TransactionIdHeader = "deai-transaction-id";

    private static readonly GrpcMethod<SubscribeRequest, SubscribeResponse> SubscribeMethod =
        new(BlocksReflection.Descriptor.Services[0].FindMethodByName("Subscribe"));

    private readonly GrpcChannel[] _channels;
    private int _current;

    public ChainClient(ChainClientOptions options)
    {
        if (options.Nodes.Count == 0)
        {
            throw new ArgumentException("A client needs at least one node.", nameof(options));
        }

        Options = options;
        _channels = [.. options.Nodes.Select(node => new GrpcChannel(node, options.Channel))];
        Transactions = new TransactionsClient(this);
        Blocks = new BlocksClient(this);
        State = new StateClient(this);
        Accounts = new AccountsClient(this);
        Federation = new FederationClient(this);
        Models = new ModelsClient(this);
        Bounties = new BountiesClient(this);
        Governance = new GovernanceClient(this);
        Audit = new AuditClient(this);
        Node = new NodeClient(this);
    }

    public ChainClientOptions Options { get; }

    public TransactionsClient Transactions { get; }

    public BlocksClient Blocks { get; }

    public StateClient State { get; }

    public AccountsClient Accounts { get; }

    public FederationClient Federation { get; }

    public ModelsClient Models { get; }

    public BountiesClient Bounties { get; }

    public GovernanceClient Governance { get; }

    public AuditClient Audit { get; }

    public NodeClient Node { get; }

    /// <summary>One call, on the node that answered last, or on the next that is available.</summary>
    /// <exception cref="ChainRefusedException">The chain refused, with a reason.</exception>
    /// <exception cref="RpcException">The transport failed, on every node where it was UNAVAILABLE.</exception>
    public Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellation = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new() =>
        CallAsync(method, request, onHeaders: null, cancellation);

    /// <summary>
    /// A method that submits a transaction and answers when it is final. It says in its headers that the transaction was accepted, so that a
    /// deadline of this side, which hides what the node would have said, does not hide that.
    /// </summary>
    internal async Task<TResponse> CallToFinalityAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, Action? accepted, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        string? id = null;
        try
        {
            return await CallAsync(method, request, headers =>
            {
                if (headers.GetText(TransactionIdHeader) is { } named)
                {
                    id = named;
                    accepted?.Invoke();
                }
            }, cancellation);
        }
        catch (RpcException failure) when (failure.Code == StatusCode.DeadlineExceeded && id is not null)
        {
            throw new ChainRefusedException(failure, ApiErrors.DeadlineBeforeFinal, id);
        }
    }

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, Action<Metadata>? onHeaders, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        GrpcCallOptions options = new() { Timeout = Options.CallTimeout, OnHeaders = onHeaders };
        for (int attempt = 1; ; attempt++)
        {
            int node = Volatile.Read(ref _current);
            try
            {
                return await _channels[node].UnaryAsync(method, request, options, cancellation);
            }
            catch (RpcException failure) when (failure.Code == StatusCode.Unavailable && attempt < _channels.Length)
            {
                LeaveNode(node);
            }
            catch (RpcException failure) when (ChainRefusedException.Is(failure))
            {
                throw new ChainRefusedException(failure);
            }
        }
    }

    /// <summary>
    /// Blocks from a cursor on, without a gap or a repetition, resumed by cursor where a stream or a node fails. Ends by cancellation, or by
    /// a refusal that resuming would not cure.
    /// </summary>
    /// <param name="afterCursor">"" for the next block, "0" for all, or a response's cursor.</param>
    public async IAsyncEnumerable<SubscribeResponse> SubscribeAsync(
        string afterCursor = "", Filter? filter = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string cursor = afterCursor.Length > 0 ? afterCursor : await TipCursorAsync(cancellation);
        while (true)
        {
            int node = Volatile.Read(ref _current);
            SubscribeRequest request = new() { AfterCursor = cursor, Filter = filter };
            await using IAsyncEnumerator<SubscribeResponse> stream =
                _channels[node].ServerStream(SubscribeMethod, request, cancellation: cancellation).GetAsyncEnumerator(cancellation);
            while (await NextAsync(stream))
            {
                cursor = stream.Current.Cursor;
                yield return stream.Current;
            }

            LeaveNode(node);
            await Task.Delay(Options.ResumeDelay, Options.Clock, cancellation);
        }
    }

    /// <summary>A state entry that the client checked itself against the pinned genesis.</summary>
    /// <exception cref="ChainRefusedException">Refused by the node, or by the verifier: then the node's proof is wrong.</exception>
    public async Task<VerifiedFact> ReadVerifiedAsync(ReadOnlyMemory<byte> key, Height height = default, CancellationToken cancellation = default)
    {
        GetStateRequest request = new() { Key = UnsafeByteOperations.UnsafeWrap(key), Height = height.Value };
        GetStateResponse answer = await State.GetAsync(request, cancellation);
        return Check(ProofFile.Of(key.Span, answer));
    }

    /// <summary>A final transaction with its receipt that the client checked itself against the pinned genesis.</summary>
    /// <exception cref="ChainRefusedException">Refused by the node, or by the verifier: then the node's proof is wrong.</exception>
    public async Task<VerifiedFact> ReadVerifiedTransactionAsync(Hash256 id, CancellationToken cancellation = default)
    {
        ProveTransactionRequest request = new() { Id = ByteString.CopyFrom(id.ToArray()) };
        VerifiedFact fact = Check(ProofFile.Of(await State.ProveTransactionAsync(request, cancellation)));
        return fact.Receipt?.Transaction == id
            ? fact
            : throw new ChainRefusedException(new Refusal(ProofErrors.BadContent, $"the proof is about another transaction than {id}"));
    }

    /// <summary>All entries between two keys, as the nodes show them: nothing is believed by that.</summary>
    /// <param name="height">Zero for the newest.</param>
    /// <exception cref="ChainRefusedException">Refused by a node, or what it sent is no part of a proof.</exception>
    public async Task<ProofFile> ProveRangeAsync(KeyRange range, Height height = default, CancellationToken cancellation = default)
    {
        ProveRangeRequest request = new() { First = Wrap(range.First), End = Wrap(range.End), Height = height.Value };
        ProveRangeResponse first = await State.ProveRangeAsync(request, cancellation);
        List<StateEntry> entries = [];
        for (ProveRangeResponse page = first; ; page = await State.ProveRangeAsync(request, cancellation))
        {
            entries.AddRange(page.Entries.Select(static bytes => Decode(bytes)));
            if (page.NextPageToken.IsEmpty)
            {
                return ProofFile.Of(range, new Height(first.Height), new RangeProof(Sequence.From(entries)), first.Finality ?? new FinalityProof());
            }

            // A node could go on for ever; a state of so many keys is proven entry by entry.
            if (page.Entries.Count == 0 || entries.Count > RangeProof.MaxEntries)
            {
                throw new ChainRefusedException(new Refusal(ProofErrors.BadContent, $"{entries.Count} entries and no end"));
            }

            request.Height = first.Height;
            request.PageToken = page.NextPageToken;
        }
    }

    public void Dispose()
    {
        foreach (GrpcChannel channel in _channels)
        {
            channel.Dispose();
        }
    }

    private static ByteString Wrap(Blob bytes) => UnsafeByteOperations.UnsafeWrap(bytes.Memory);

    private static StateEntry Decode(ByteString bytes) => Canonical.Decode<StateEntry>(bytes.Span).TryGet(out StateEntry entry, out Refusal? refusal)
        ? entry
        : throw new ChainRefusedException(refusal);

    private VerifiedFact Check(ProofFile proof)
    {
        if (Options.Genesis is not { } genesis)
        {
            throw new InvalidOperationException("A verified read needs the genesis in the options.");
        }

        return ProofVerifier.Verify(proof, genesis).TryGet(out VerifiedFact fact, out Refusal? refusal)
            ? fact
            : throw new ChainRefusedException(refusal);
    }

    private async Task<string> TipCursorAsync(CancellationToken cancellation)
    {
        NodeStatus status = await Node.GetStatusAsync(new GetStatusRequest(), cancellation);
        return status.FinalizedHeight.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SubscribeResponse> stream)
    {
        try
        {
            return await stream.MoveNextAsync();
        }
        catch (RpcException failure) when (failure.Code is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown or StatusCode.ResourceExhausted)
        {
            // The cursor stands; another stream goes on from it.
            return false;
        }
        catch (RpcException failure) when (ChainRefusedException.Is(failure))
        {
            throw new ChainRefusedException(failure);
        }
    }

    // Only the first of many calls that fail together moves on; the others follow it.
    private void LeaveNode(int node) => Interlocked.CompareExchange(ref _current, (node + 1) % _channels.Length, node);
}
