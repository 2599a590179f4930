using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Transactions;

namespace DeAI.Chain.Replica.Blocks;

/// <summary>
/// Transactions whose signature was checked lately, by the hash of their whole encoding, oldest forgotten first: what came through the mempool
/// is not checked again in a block. Shared by the threads that verify and execute; whether a look-up hits decides nothing but its cost.
/// </summary>
public sealed class VerifiedTransactionCache : IVerifiedTransactions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Hash256, VerifiedTransaction> _known;
    private readonly Queue<Hash256> _order;
    private readonly int _capacity;
    private readonly long _maxBytes;
    private long _bytes;

    public VerifiedTransactionCache(int capacity = 65_536, long maxBytes = 64L * 1024 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _maxBytes = maxBytes;
        _known = new Dictionary<Hash256, VerifiedTransaction>();
        _order = new Queue<Hash256>();
    }

    public VerifiedTransaction? Find(Hash256 leafHash)
    {
        lock (_gate)
        {
            return _known.GetValueOrDefault(leafHash);
        }
    }

    public void Add(VerifiedTransaction transaction)
    {
        lock (_gate)
        {
            if (!_known.TryAdd(transaction.LeafHash, transaction))
            {
                return;
            }

            _order.Enqueue(transaction.LeafHash);
            _bytes += transaction.Size;
            while (_order.Count > _capacity || (_bytes > _maxBytes && _order.Count > 1))
            {
                if (_known.Remove(_order.Dequeue(), out VerifiedTransaction? oldest))
                {
                    _bytes -= oldest.Size;
                }
            }
        }
    }
}
