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
    public void Start(PublicKey from, Sequence<Blob> transactions) => ThreadPool.QueueUserWorkItem(_ => Run(from, transactions));

    private void Run(PublicKey from, Sequence<Blob> transactions)
    {
        try
        {
            ImmutableArray<VerifiedTransaction>.Builder verified = ImmutableArray.CreateBuilder<VerifiedTransaction>(transactions.Count);
            List<ReadOnlyMemory<byte>> unknown = new(transactions.Count);
            foreach (Blob encoded in transactions.Span)
            {
                if (known.Find(MerkleTree.LeafHash(encoded.Span)) is { } before)
                {
                    verified.Add(before);
                }
                else
                {
                    unknown.Add(encoded.Memory);
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
    }
}
