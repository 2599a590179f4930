using DeAI.Chain.Api.V1;
using DeAI.Chain.Client;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Receipt = DeAI.Chain.Ledger.Receipts.Receipt;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Agent.Chain;

/// <summary>A real chain, over the client SDK. What the transport fails at becomes <see cref="ChainUnreachableException"/>.</summary>
/// <param name="client">Not disposed here.</param>
/// <param name="sender">Signs for the member's account. Not disposed here.</param>
/// <param name="verify">Check every state entry against the genesis of the client's options.</param>
public sealed class ClientChainAccess(ChainClient client, TransactionSender sender, bool verify = true) : IChainAccess, IAsyncDisposable
{
    private const uint PageSize = 100;
    private readonly CancellationTokenSource _stop = new();
    private IAsyncEnumerator<SubscribeResponse>? _heights;
    private Task<bool>? _next;

    public AccountId Account => sender.Account;

    public Task<Height> WaitAboveAsync(Height height, CancellationToken cancellation) =>
        GuardAsync(async () =>
        {
            NodeStatus status = await client.Node.GetStatusAsync(new GetStatusRequest(), cancellation);
            Height tip = new(status.FinalizedHeight);
            while (tip <= height)
            {
                tip = await NextAsync(cancellation) ?? tip;
            }

            return tip;
        });

    public Task<Blob?> ReadAsync(ReadOnlyMemory<byte> key, CancellationToken cancellation) =>
        GuardAsync<Blob?>(async () =>
        {
            if (verify)
            {
                VerifiedFact fact = await client.ReadVerifiedAsync(key, cancellation: cancellation);
                return fact.Value;
            }

            GetStateResponse answer = await client.State.GetAsync(new GetStateRequest { Key = ByteString.CopyFrom(key.Span) }, cancellation);
            return answer.Present ? new Blob(answer.Value.Memory) : null;
        });

    public Task<IReadOnlyList<Hash256>> ListTasksAsync(CancellationToken cancellation) =>
        GuardAsync<IReadOnlyList<Hash256>>(async () =>
        {
            List<Hash256> ids = [];
            ListTasksRequest request = new() { PageSize = PageSize };
            do
            {
                ListTasksResponse page = await client.Federation.ListTasksAsync(request, cancellation);
                ids.AddRange(page.Tasks.Where(static task => task.Id.Length == Bytes32.Length).Select(static task => new Hash256(task.Id.Span)));
                request = new ListTasksRequest { PageSize = PageSize, PageToken = page.NextPageToken };
            }
            while (request.PageToken.Length > 0);
            return ids;
        });

    public async Task<Result<Receipt>> SubmitAsync<TMessage>(ModuleId module, ushort type, TMessage message, CancellationToken cancellation)
        where TMessage : ICanonical<TMessage>
    {
        try
        {
            return Result.Of(ReceiptOf(await sender.SendAsync(module, type, message, cancellation)));
        }
        catch (ChainRefusedException refused) when (refused.Transaction is { } final)
        {
            return Result.Of(ReceiptOf(final));
        }
        catch (ChainRefusedException refused)
        {
            return Result.Refuse<Receipt>(refused.Reason, refused.Message);
        }
        catch (Exception failure) when (failure is RpcException or TransactionPendingException)
        {
            // It may have been included all the same: the agent looks at the state before it tries again.
            return Result.Refuse<Receipt>(AgentErrors.Unreachable, failure.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_next is not null)
        {
            // An iterator may only be disposed between two steps. How the last one ends does not matter any more.
            await _next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        if (_heights is not null)
        {
            await _heights.DisposeAsync();
        }

        _stop.Dispose();
    }

    /// <summary>The height of the next block of the subscription; null where only its cursor moved.</summary>
    private async Task<Height?> NextAsync(CancellationToken cancellation)
    {
        // One subscription for the whole run: a wait that is cancelled leaves its step to the next wait.
        _heights ??= client
            .SubscribeAsync(filter: new Filter { Events = { "federation." } }, cancellation: _stop.Token)
            .GetAsyncEnumerator(_stop.Token);
        _next ??= _heights.MoveNextAsync().AsTask();
        _ = await Task.WhenAny(_next).WaitAsync(cancellation);
        Task<bool> step = _next;
        _next = null;
        if (step.IsCompletedSuccessfully && step.Result)
        {
            return _heights.Current.Header is { } header ? new Height(header.Height) : null;
        }

        // It ended or failed: the next wait begins another subscription.
        await _heights.DisposeAsync();
        _heights = null;
        _ = await step;
        return null;
    }

    private static Receipt ReceiptOf(Transaction final) => new(
        new Hash256(final.Id.Span),
        final.Receipt.Applied ? ReceiptStatus.Applied : ReceiptStatus.Refused,
        final.Receipt.Reason.Length == 0 ? default : new ReasonCode(final.Receipt.Reason),
        new Credits(final.Receipt.Fee),
        default);

    private static async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException failure)
        {
            throw new ChainUnreachableException(failure.Message, failure);
        }
        catch (ChainRefusedException refused)
        {
            throw new ChainUnreachableException(refused.Message, refused);
        }
    }
}
