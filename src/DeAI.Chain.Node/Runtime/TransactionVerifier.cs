using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Blocks;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Checks transactions beside the loop, each once: what was checked before is found by its hash.</summary>
internal sealed class TransactionVerifier(
    ChainId chain, VerifiedTransactionCache known, SignatureVerifier signatures, IProofScheduler proofs, NodeFailure failure)
{
    /// <summary>What a transaction takes beside its encoding, roughly.</summary>
    private const int ItemOverhead = 64;

    private const long MaxWaitingOfPeer = 16L << 20;
    private const long MaxWaiting = 64L << 20;

    private readonly PeerBudget _waiting = new(MaxWaitingOfPeer, MaxWaiting);
    private ReplicaLoop? _loop;

    public void Bind(ReplicaLoop loop) => _loop = loop;

    /// <summary>Transactions of a client, each with its answer.</summary>
    public Result<VerifiedTransaction>[] Verify(IReadOnlyList<ReadOnlyMemory<byte>> encoded)
    {
        Result<VerifiedTransaction>[] results = VerifiedTransaction.VerifyMany(encoded, chain, TransactionLimits.Default, signatures);
        foreach (Result<VerifiedTransaction> result in results)
        {
            if (result.TryGet(out VerifiedTransaction transaction, out _))
            {
                proofs.Consider(transaction);
            }
        }

        return results;
    }

    /// <summary>A peer's batch; the good ones are reported to the loop.</summary>
    /// <returns>False where so much of this peer waits already that the batch is dropped: gossip may be lost.</returns>
    public bool Start(PublicKey from, Sequence<Blob> transactions)
    {
        long bytes = transactions.Items.Sum(static transaction => (long)transaction.Length + ItemOverhead);
        if (!_waiting.TryTake(from, bytes))
        {
            return false;
        }

        ThreadPool.QueueUserWorkItem(_ => Run(from, transactions, bytes));
        return true;
    }

    private void Run(PublicKey from, Sequence<Blob> transactions, long bytes)
    {
        try
        {
            ImmutableArray<VerifiedTransaction>.Builder verified = ImmutableArray.CreateBuilder<VerifiedTransaction>(transactions.Count);
            List<ReadOnlyMemory<byte>> unknown = new(transactions.Count);
            Hash256[] leaves = MerkleTree.LeafHashes(transactions.Span);
            for (int i = 0; i < leaves.Length; i++)
            {
                if (known.Find(leaves[i]) is { } before)
                {
                    verified.Add(before);
                }
                else
                {
                    unknown.Add(transactions[i].Memory);
                }
            }

            int refused = 0;
            foreach (Result<VerifiedTransaction> result in Verify(unknown))
            {
                if (result.TryGet(out VerifiedTransaction transaction, out _))
                {
                    known.Add(transaction);
                    verified.Add(transaction);
                }
                else
                {
                    refused++;
                }
            }

            _loop!.Post(new ReplicaInput.TransactionsVerified(from, verified.DrainToImmutable(), refused));
        }
        catch (Exception exception)
        {
            failure.Report("verifying transactions failed", exception);
        }
        finally
        {
            _waiting.Release(from, bytes);
        }
    }
}
