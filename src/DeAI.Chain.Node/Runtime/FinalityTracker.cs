using System.Collections.Immutable;
using DeAI.Chain.Api;
using DeAI.Chain.Ledger;
using DeAI.Chain.Ledger.Execution;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Tells waiting clients that a transaction is final and durable, or can never be included.</summary>
internal sealed class FinalityTracker
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Hash256, IFinalWatcher> _watched = [];
    private TaskCompletionSource _tip = New();
    private ulong _height;

    /// <summary>From now on. Many may watch one transaction.</summary>
    public void Watch(Hash256 transaction, IFinalWatcher watcher)
    {
        lock (_gate)
        {
            _watched[transaction] = _watched.TryGetValue(transaction, out IFinalWatcher? other) ? new Both(other, watcher) : watcher;
        }
    }

    /// <summary>No more. Does nothing where it was settled or never watched.</summary>
    public void Unwatch(Hash256 transaction, IFinalWatcher watcher)
    {
        lock (_gate)
        {
            if (!_watched.TryGetValue(transaction, out IFinalWatcher? now))
            {
                return;
            }

            if (Without(now, watcher) is { } rest)
            {
                _watched[transaction] = rest;
            }
            else
            {
                _watched.Remove(transaction);
            }
        }
    }

    public void Expire(Hash256 transaction) => Take(transaction)?.Settled(
        transaction, Result.Refuse<FinalTransaction>(LedgerErrors.Expired, $"transaction {transaction} can be included no more"));

    /// <summary>These blocks are durable.</summary>
    public void Commit(ImmutableArray<ExecutedBlock> blocks)
    {
        foreach (ExecutedBlock block in blocks)
        {
            for (int i = 0; i < block.Transactions.Length; i++)
            {
                Hash256 id = block.Transactions[i].Id;
                Take(id)?.Settled(id, Result.Of(new FinalTransaction(new TransactionPlace(block.Header.Height, i), block.Receipts[i])));
            }
        }

        Volatile.Write(ref _height, blocks[^1].Header.Height.Value);
        Interlocked.Exchange(ref _tip, New()).TrySetResult();
    }

    /// <summary>Returns once a block above the height is durable.</summary>
    public async Task WaitForTipAbove(Height height, CancellationToken cancel)
    {
        while (true)
        {
            Task next = Volatile.Read(ref _tip).Task;
            if (Volatile.Read(ref _height) > height.Value)
            {
                return;
            }

            await next.WaitAsync(cancel);
        }
    }

    public void StartAt(Height height) => Volatile.Write(ref _height, height.Value);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static IFinalWatcher? Without(IFinalWatcher watchers, IFinalWatcher gone)
    {
        if (watchers is not Both both)
        {
            return ReferenceEquals(watchers, gone) ? null : watchers;
        }

        IFinalWatcher? first = Without(both.First, gone);
        IFinalWatcher? second = Without(both.Second, gone);
        return first is null ? second : second is null ? first : new Both(first, second);
    }

    private IFinalWatcher? Take(Hash256 transaction)
    {
        lock (_gate)
        {
            return _watched.Remove(transaction, out IFinalWatcher? watcher) ? watcher : null;
        }
    }

    private sealed record Both(IFinalWatcher First, IFinalWatcher Second) : IFinalWatcher
    {
        public void Settled(Hash256 id, Result<FinalTransaction> outcome)
        {
            First.Settled(id, outcome);
            Second.Settled(id, outcome);
        }
    }
}
