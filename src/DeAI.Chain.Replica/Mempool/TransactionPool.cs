using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Replica.Mempool;

/// <summary>Transactions that wait for a block, in order of arrival, bounded by <see cref="MempoolLimits"/>.</summary>
public sealed class TransactionPool : IMempoolContent
{
    private readonly LinkedList<VerifiedTransaction> _order = new();
    private readonly Dictionary<Hash256, LinkedListNode<VerifiedTransaction>> _byId = [];
    private readonly Dictionary<AccountId, SenderEntry> _bySender = [];

    public int Count => _order.Count;

    public long Bytes { get; private set; }

    public bool Contains(Hash256 transaction) => _byId.ContainsKey(transaction);

    public bool ContainsNonce(AccountId sender, ulong nonce) => _bySender.TryGetValue(sender, out SenderEntry? entry) && entry.Nonces.Contains(nonce);

    public int CountOf(AccountId sender) => _bySender.TryGetValue(sender, out SenderEntry? entry) ? entry.Nonces.Count : 0;

    public long BytesOf(AccountId sender) => _bySender.TryGetValue(sender, out SenderEntry? entry) ? entry.Bytes : 0;

    public bool TryGet(Hash256 id, [NotNullWhen(true)] out VerifiedTransaction? transaction)
    {
        transaction = _byId.TryGetValue(id, out LinkedListNode<VerifiedTransaction>? node) ? node.Value : null;
        return transaction is not null;
    }

    /// <summary>Runs the rules and, if none refuses, takes the transaction.</summary>
    public Result Add(VerifiedTransaction transaction, AdmissionContext context)
    {
        foreach (IAdmissionRule rule in MempoolRules.All)
        {
            Result result = rule.Check(transaction, context);
            if (!result.IsOk)
            {
                return result;
            }
        }

        _byId.Add(transaction.Id, _order.AddLast(transaction));
        if (!_bySender.TryGetValue(transaction.Body.Sender, out SenderEntry? entry))
        {
            entry = new SenderEntry();
            _bySender.Add(transaction.Body.Sender, entry);
        }

        entry.Nonces.Add(transaction.Body.Nonce);
        entry.Bytes += transaction.Size;
        Bytes += transaction.Size;
        return Result.Ok;
    }

    /// <summary>The oldest transactions that are not in the given blocks, up to the budgets.</summary>
    public IReadOnlyList<VerifiedTransaction> Candidates(int maxCount, long maxBytes, Func<Hash256, bool> isIncluded)
    {
        List<VerifiedTransaction> candidates = new(Math.Min(maxCount, Count));
        long bytes = 0;
        foreach (VerifiedTransaction transaction in _order)
        {
            if (candidates.Count >= maxCount)
            {
                break;
            }

            // A large transaction that does not fit any more must not keep smaller ones behind it out.
            if (bytes + transaction.Size <= maxBytes && !isIncluded(transaction.Id))
            {
                bytes += transaction.Size;
                candidates.Add(transaction);
            }
        }

        return candidates;
    }

    /// <summary>Forgets a transaction, because it is final or can never be included any more.</summary>
    public void Remove(Hash256 id)
    {
        if (!_byId.Remove(id, out LinkedListNode<VerifiedTransaction>? node))
        {
            return;
        }

        VerifiedTransaction transaction = node.Value;
        _order.Remove(node);
        Bytes -= transaction.Size;
        SenderEntry entry = _bySender[transaction.Body.Sender];
        entry.Nonces.Remove(transaction.Body.Nonce);
        entry.Bytes -= transaction.Size;
        if (entry.Nonces.Count == 0)
        {
            _bySender.Remove(transaction.Body.Sender);
        }
    }

    /// <summary>Forgets what can no longer be included after this height, and returns it.</summary>
    public IReadOnlyList<VerifiedTransaction> RemoveExpired(Height committed)
    {
        List<VerifiedTransaction> expired = [.. _order.Where(transaction => transaction.Body.ValidUntil <= committed)];
        foreach (VerifiedTransaction transaction in expired)
        {
            Remove(transaction.Id);
        }

        return expired;
    }

    private sealed class SenderEntry
    {
        public HashSet<ulong> Nonces { get; } = [];

        public long Bytes { get; set; }
    }
}
