using System.Collections.Concurrent;
using System.Collections.Immutable;
using DeAI.Chain.Ledger.Execution;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Tells waiting clients that a transaction is final and durable, or can never be included.</summary>
internal sealed class FinalityTracker
{
    private readonly ConcurrentDictionary<Hash256, TaskCompletionSource<TrackedOutcome>> _waiting = new();
    private TaskCompletionSource _tip = New();
    private ulong _height;

    /// <summary>Completes when the transaction is final or expired. Many may wait for one.</summary>
    public Task<TrackedOutcome> Wait(Hash256 transaction) =>
        _waiting.GetOrAdd(transaction, static _ => new TaskCompletionSource<TrackedOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nobody is interested any more.</summary>
    public void Forget(Hash256 transaction) => _waiting.TryRemove(transaction, out _);

    public void Expire(Hash256 transaction)
    {
        if (_waiting.TryRemove(transaction, out TaskCompletionSource<TrackedOutcome>? waiter))
        {
            waiter.TrySetResult(new TrackedOutcome(Receipt: null, Height: default, Index: 0));
        }
    }

    /// <summary>These blocks are durable.</summary>
    public void Commit(ImmutableArray<ExecutedBlock> blocks)
    {
        foreach (ExecutedBlock block in blocks)
        {
            for (int i = 0; i < block.Transactions.Length; i++)
            {
                if (_waiting.TryRemove(block.Transactions[i].Id, out TaskCompletionSource<TrackedOutcome>? waiter))
                {
                    waiter.TrySetResult(new TrackedOutcome(block.Receipts[i], block.Header.Height, i));
                }
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
}
