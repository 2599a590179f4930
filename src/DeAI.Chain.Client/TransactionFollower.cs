using DeAI.Chain.Api.V1;
using DeAI.Chain.Client.Sending;
using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Client;

/// <summary>Brings signed transactions to finality, whoever signed them, by offering the same bytes as often as is needed. Many may be followed at once.</summary>
public sealed class TransactionFollower(ChainClient client, TransactionSenderOptions? options = null)
{
    private readonly TransactionSenderOptions _options = options ?? new TransactionSenderOptions();

    /// <summary>Offers a transaction and waits until it is final; the same one may be given again at any time.</summary>
    /// <returns>The final transaction, applied.</returns>
    /// <exception cref="ChainRefusedException">Refused before inclusion, or by its module in a block (then it holds the receipt).</exception>
    /// <exception cref="TransactionPendingException">Sent, and not final within <see cref="TransactionSenderOptions.FinalityTimeout"/>, or no node answers any more.</exception>
    /// <exception cref="TransactionCanceledException">The caller cancelled after it was sent.</exception>
    public async Task<Transaction> FollowAsync(SignedTransaction signed, CancellationToken cancellation = default)
    {
        using FollowedTransaction followed = new(client, _options, signed, cancellation);
        return await followed.FinishAsync();
    }
}
