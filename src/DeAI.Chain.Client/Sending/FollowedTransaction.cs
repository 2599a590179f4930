using DeAI.Chain.Api.V1;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Client.Sending;

/// <summary>One transaction on its way to finality, and what is known about it: it throws nothing that would hide that a node may have it.</summary>
internal sealed class FollowedTransaction : IDisposable
{
    private const int PollsBetweenOffers = 8;

    private readonly ChainClient _client;
    private readonly TransactionSenderOptions _options;
    private readonly SignedTransaction _signed;
    private readonly SubmitRequest _request;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _joined;
    private readonly long _started;
    private bool _isAccepted;

    /// <summary>An offer got no answer, or an answer that says that the transaction is there.</summary>
    private bool _mayBecomeFinal;
    private Exception? _last;

    public FollowedTransaction(ChainClient client, TransactionSenderOptions options, SignedTransaction signed, CancellationToken caller)
    {
        _client = client;
        _options = options;
        _signed = signed;
        _request = new SubmitRequest { Transaction = ByteString.CopyFrom(Canonical.Encode(signed)), RequestId = signed.Id.ToString() };
        _caller = caller;
        _limit = new CancellationTokenSource(options.FinalityTimeout, client.Options.Clock);
        _joined = CancellationTokenSource.CreateLinkedTokenSource(caller, _limit.Token);
        _started = client.Options.Clock.GetTimestamp();
    }

    public async Task<Transaction> FinishAsync()
    {
        try
        {
            return await AttemptAsync();
        }
        catch (OperationCanceledException canceled) when (_caller.IsCancellationRequested)
        {
            throw _mayBecomeFinal ? new TransactionCanceledException(Pending(), canceled, _caller) : new OperationCanceledException(canceled.Message, canceled, _caller);
        }
        catch (OperationCanceledException) when (_limit.IsCancellationRequested)
        {
            throw Unfinished();
        }
    }

    public void Dispose()
    {
        _joined.Dispose();
        _limit.Dispose();
    }

    private async Task<Transaction> AttemptAsync()
    {
        int unreachable = 0;
        while (true)
        {
            TimeSpan? named;
            try
            {
                return Applied(await OfferAsync());
            }
            catch (ChainRefusedException refused) when (IsPassing(refused))
            {
                _last = refused;
                named = refused.RetryDelay;
                unreachable = refused.Category == StatusCode.Unavailable ? unreachable + 1 : 0;
            }
            catch (RpcException failure) when (IsPassing(failure.Code) || IsBroken(failure.Code))
            {
                _last = failure;
                named = failure.RetryDelay;
                unreachable = failure.Code is StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted ? 0 : unreachable + 1;
            }

            if (unreachable >= _options.MaxAttempts)
            {
                throw Unfinished();
            }

            await PauseAsync(named);
        }
    }

    private async Task<Transaction> OfferAsync()
    {
        while (true)
        {
            bool before = _mayBecomeFinal;
            _mayBecomeFinal = true;
            try
            {
                return (await _client.Transactions.SubmitAndWaitAsync(_request, Accepted, _joined.Token)).Transaction;
            }
            catch (ChainRefusedException refused) when (refused.Category is StatusCode.AlreadyExists or StatusCode.Aborted)
            {
                // Not awaited in here: what it throws is for the attempts to judge.
                Accepted();
            }
            catch (ChainRefusedException)
            {
                _mayBecomeFinal = before || _isAccepted;
                throw;
            }

            if (await PollAsync() is { } final)
            {
                return final;
            }
        }
    }

    // In flight through another node or an earlier call: it is final, or will never be once its last height has passed. Null after a while: a node
    // that stopped has forgotten its mempool, so the same bytes are offered again.
    private async Task<Transaction?> PollAsync()
    {
        GetTransactionRequest request = new() { Id = ByteString.CopyFrom(_signed.Id.ToArray()) };
        for (int poll = 0; poll < PollsBetweenOffers; poll++)
        {
            NodeStatus status = await _client.Node.GetStatusAsync(new GetStatusRequest(), _joined.Token);
            try
            {
                return await _client.Transactions.GetAsync(request, _joined.Token);
            }
            catch (ChainRefusedException refused) when (refused.Category == StatusCode.NotFound)
            {
                // The tip was read before the question, so nothing can have slipped in between.
                if (status.FinalizedHeight > _signed.Body.ValidUntil.Value)
                {
                    throw new ChainRefusedException(new Refusal(LedgerErrors.Expired, $"{_signed.Id} was valid until height {_signed.Body.ValidUntil}"));
                }

                await PauseAsync(null);
            }
        }

        return null;
    }

    private void Accepted()
    {
        _mayBecomeFinal = true;
        if (!_isAccepted)
        {
            _isAccepted = true;
            _options.Accepted?.Invoke(_signed);
        }
    }

    private Task PauseAsync(TimeSpan? named) => Task.Delay(named ?? _options.RetryDelay, _client.Options.Clock, _joined.Token);

    private PendingTransaction Pending() => new(_signed, _isAccepted);

    private Exception Unfinished() => _mayBecomeFinal || _last is null
        ? new TransactionPendingException(Pending(), _client.Options.Clock.GetElapsedTime(_started), _last)
        : _last is ChainRefusedException refused ? new ChainRefusedException(refused) : _last;

    private static Transaction Applied(Transaction final) => final.Receipt.Applied ? final : throw new ChainRefusedException(final);

    // Another transaction with this nonce waits elsewhere, while a node may have this one: which of them wins is not known yet.
    private bool IsPassing(ChainRefusedException refused) =>
        refused.Transaction is null && (IsPassing(refused.Category) || (_mayBecomeFinal && IsNonceInFlight(refused)));

    private static bool IsPassing(StatusCode code) =>
        code is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted;

    // What a connection becomes that is cut in the middle of a call, as by a node that is killed.
    private static bool IsBroken(StatusCode code) => code is StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled;

    internal static bool IsNonceInFlight(ChainRefusedException refused) => string.Equals(refused.Reason.Value, "mempool.nonce_in_flight", StringComparison.Ordinal);
}
