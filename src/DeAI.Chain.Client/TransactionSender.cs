using DeAI.Chain.Api.V1;
using DeAI.Chain.Client.Sending;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Client;

/// <summary>
/// Signs messages of one account and brings them to finality. Many may be sent at once. A signed transaction is offered again only with the
/// same bytes, which the chain accepts once; another nonce is signed only after a refusal that says that the first can never be included.
/// </summary>
public sealed class TransactionSender : IDisposable
{
    private readonly SigningKey _key;
    private readonly AccountId _account;
    private readonly TransactionSenderOptions _options;
    private readonly FeeEstimator _estimator;
    private readonly NonceSource _nonces;
    private readonly TransactionFollower _follower;
    private readonly SemaphoreSlim _slots;

    /// <param name="account">Default: the account that began with this key. After a rotation it is named here.</param>
    public TransactionSender(ChainClient client, SigningKey key, AccountId account = default, TransactionSenderOptions? options = null)
    {
        _key = key;
        _account = account.IsDefault ? new AccountId(key.PublicKey.Value) : account;
        _options = options ?? new TransactionSenderOptions();
        _estimator = new FeeEstimator(client, _options);
        _nonces = new NonceSource(client, _account);
        _follower = new TransactionFollower(client, _options);
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
    /// <exception cref="RpcException">No node could be reached before it was sent.</exception>
    /// <exception cref="TransactionPendingException">Sent, and its end is not known; it holds the transaction.</exception>
    /// <exception cref="TransactionCanceledException">The caller cancelled after it was sent.</exception>
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

    /// <summary>Brings a signed transaction to finality; the same bytes may be given again at any time. As <see cref="TransactionFollower.FollowAsync"/>.</summary>
    public Task<Transaction> FollowAsync(SignedTransaction signed, CancellationToken cancellation = default) => _follower.FollowAsync(signed, cancellation);

    public void Dispose()
    {
        _estimator.Dispose();
        _nonces.Dispose();
        _slots.Dispose();
    }

    private static bool IsNonceTaken(ChainRefusedException refused) =>
        refused.Transaction is null && (refused.Reason == LedgerErrors.NonceUsed || FollowedTransaction.IsNonceInFlight(refused));
}
