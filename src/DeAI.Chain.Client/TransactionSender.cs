using DeAI.Chain.Api.V1;
using DeAI.Chain.Client.Sending;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Client;

/// <summary>
/// Signs messages of one account and brings them to finality. Many may be sent at once. A signed transaction is offered again only with the
/// same bytes, which the chain accepts once; another nonce is signed only after a refusal that says that the first can never be included.
/// </summary>
public sealed class TransactionSender : IDisposable
{
    private const int PollsBetweenOffers = 8;

    private readonly ChainClient _client;
    private readonly SigningKey _key;
    private readonly AccountId _account;
    private readonly TransactionSenderOptions _options;
    private readonly FeeEstimator _estimator;
    private readonly NonceSource _nonces;
    private readonly SemaphoreSlim _slots;

    /// <param name="account">Default: the account that began with this key. After a rotation it is named here.</param>
    public TransactionSender(ChainClient client, SigningKey key, AccountId account = default, TransactionSenderOptions? options = null)
    {
        _client = client;
        _key = key;
        _account = account.IsDefault ? new AccountId(key.PublicKey.Value) : account;
        _options = options ?? new TransactionSenderOptions();
        _estimator = new FeeEstimator(client, _options);
        _nonces = new NonceSource(client, _account);
        _slots = new SemaphoreSlim(_options.MaxInFlight);
    }

    public AccountId Account => _account;

    /// <summary>Signs with the next nonce and an estimated fee, and submits nothing.</summary>
    public async Task<SignedTransaction> SignAsync<TMessage>(
        ModuleId module, ushort messageType, TMessage message, CancellationToken cancellation = default)
        where TMessage : ICanonical<TMessage>
    {
        await _estimator.RefreshAsync(cancellation);
        ulong nonce = await _nonces.TakeAsync(cancellation);
        TransactionBody body = new(
            _estimator.Chain, _account, _key.PublicKey, nonce, _estimator.ValidUntil, new Credits(ulong.MaxValue), module, messageType,
            new Blob(Canonical.Encode(message)));
        // With the greatest fee inside, the encoding is at its longest: the estimate cannot be short of a byte.
        int bytes = Canonical.Encode(body).Length + Signature.Length + 8;
        return SignedTransaction.Sign(body with { MaxFee = _estimator.Estimate(module, messageType, body.Payload.Span, bytes) }, _key);
    }

    /// <summary>Signs, submits, and waits for finality.</summary>
    /// <returns>The final transaction, applied.</returns>
    /// <exception cref="ChainRefusedException">Refused before inclusion, or by its module in a block (then it holds the receipt).</exception>
    /// <exception cref="RpcException">No node could be reached, in all attempts; the transaction may still become final.</exception>
    public async Task<Transaction> SendAsync<TMessage>(
        ModuleId module, ushort messageType, TMessage message, CancellationToken cancellation = default)
        where TMessage : ICanonical<TMessage>
    {
        await _slots.WaitAsync(cancellation);
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                SignedTransaction signed = await SignAsync(module, messageType, message, cancellation);
                try
                {
                    return await FollowAsync(signed, cancellation);
                }
                catch (ChainRefusedException refused) when (attempt < _options.MaxAttempts && IsNonceTaken(refused))
                {
                    await _nonces.ResyncAsync(cancellation);
                }
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Brings a signed transaction to finality; the same bytes may be given again at any time.</summary>
    public async Task<Transaction> FollowAsync(SignedTransaction signed, CancellationToken cancellation = default)
    {
        SubmitRequest request = new() { Transaction = ByteString.CopyFrom(Canonical.Encode(signed)), RequestId = signed.Id.ToString() };
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return Applied(await OfferAsync(request, signed, cancellation));
            }
            catch (ChainRefusedException refused) when (refused.Transaction is null && attempt < _options.MaxAttempts && IsTransient(refused.Category))
            {
                await PauseAsync(refused.RetryDelay, cancellation);
            }
            catch (RpcException failure) when (attempt < _options.MaxAttempts && IsTransient(failure.Code))
            {
                await PauseAsync(failure.RetryDelay, cancellation);
            }
        }
    }

    public void Dispose()
    {
        _estimator.Dispose();
        _nonces.Dispose();
        _slots.Dispose();
    }

    private async Task<Transaction> OfferAsync(SubmitRequest request, SignedTransaction signed, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return (await _client.Transactions.SubmitAndWaitAsync(request, cancellation)).Transaction;
            }
            catch (ChainRefusedException refused) when (refused.Category is StatusCode.AlreadyExists or StatusCode.Aborted)
            {
                // Not awaited in here: what it throws is for the attempts to judge.
            }

            if (await PollAsync(signed, cancellation) is { } final)
            {
                return final;
            }
        }
    }

    // In flight through another node or an earlier call: it is final, or will never be once its last height has passed. Null after a while: a node
    // that stopped has forgotten its mempool, so the same bytes are offered again.
    private async Task<Transaction?> PollAsync(SignedTransaction signed, CancellationToken cancellation)
    {
        GetTransactionRequest request = new() { Id = ByteString.CopyFrom(signed.Id.ToArray()) };
        for (int poll = 0; poll < PollsBetweenOffers; poll++)
        {
            NodeStatus status = await _client.Node.GetStatusAsync(new GetStatusRequest(), cancellation);
            try
            {
                return await _client.Transactions.GetAsync(request, cancellation);
            }
            catch (ChainRefusedException refused) when (refused.Category == StatusCode.NotFound)
            {
                // The tip was read before the question, so nothing can have slipped in between.
                if (status.FinalizedHeight > signed.Body.ValidUntil.Value)
                {
                    throw new ChainRefusedException(new Refusal(LedgerErrors.Expired, $"{signed.Id} was valid until height {signed.Body.ValidUntil}"));
                }

                await PauseAsync(null, cancellation);
            }
        }

        return null;
    }

    private Task PauseAsync(TimeSpan? named, CancellationToken cancellation) =>
        Task.Delay(named ?? _options.RetryDelay, _client.Options.Clock, cancellation);

    private static Transaction Applied(Transaction final) => final.Receipt.Applied ? final : throw new ChainRefusedException(final);

    private static bool IsNonceTaken(ChainRefusedException refused) =>
        refused.Transaction is null
        && (refused.Reason == LedgerErrors.NonceUsed || string.Equals(refused.Reason.Value, "mempool.nonce_in_flight", StringComparison.Ordinal));

    private static bool IsTransient(StatusCode code) =>
        code is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted;
}
