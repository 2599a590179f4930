using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Training;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Proofs;

/// <summary>Replays an opening when it arrives, so that its block finds the verdict in the cache.</summary>
internal sealed class ProofScheduler(TrainingModule training, ReplayCache cache, ChainStore store, NodeFailure failure) : IProofScheduler
{
    /// <summary>Openings under way or waiting, each up to 2 MiB. One more is not replayed ahead of time, but when its block is executed.</summary>
    private const int MaxOpen = 64;

    private int _open;

    public void Consider(VerifiedTransaction transaction)
    {
        if (transaction.Body.Module != ModuleIds.Training || transaction.Body.MessageType != Open.Type)
        {
            return;
        }

        if (Interlocked.Increment(ref _open) > MaxOpen)
        {
            Interlocked.Decrement(ref _open);
            return;
        }

        ThreadPool.QueueUserWorkItem(_ => Replay(transaction.Body));
    }

    private void Replay(TransactionBody body)
    {
        try
        {
            ReplayTask? task;
            using (StateSnapshot snapshot = store.Snapshot())
            {
                task = training.TryPrepareReplay(body, snapshot.State);
            }

            if (task is not null)
            {
                cache.Verify(task);
            }
        }
        catch (Exception exception)
        {
            failure.Report("replaying a training proof failed", exception);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
