using System.Collections.Immutable;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Blocks;
using DeAI.Chain.Replica.Messages;

namespace DeAI.Chain.Replica.Mempool;

/// <summary>How transactions come into the mempool, are passed on, and leave it.</summary>
internal sealed class TransactionIntake(ReplicaCore core)
{
    /// <summary>How long transactions gather before they are passed on: a frame has a cost of its own at each peer, whatever it holds.</summary>
    private const long GatherMs = 2;

    private readonly List<Blob> _toGossip = [];
    private int _gossipBytes;
    private long _gatherUntilMs;

    /// <summary>When <see cref="Tick"/> has to be called; null if nothing gathers.</summary>
    public long? DueMs => _toGossip.Count > 0 ? _gatherUntilMs : null;

    /// <summary>From a client of this node: admitted ones are passed on to all peers.</summary>
    public void Submit(ulong ticket, ImmutableArray<VerifiedTransaction> transactions)
    {
        ImmutableArray<Result>.Builder outcomes = ImmutableArray.CreateBuilder<Result>(transactions.Length);
        foreach (VerifiedTransaction transaction in transactions)
        {
            Result result = core.Pool.Add(transaction, core.Admission);
            outcomes.Add(result);
            if (result.IsOk)
            {
                core.Options.Transactions.Add(transaction);
                Enqueue(transaction.Encoded);
            }
        }

        core.Emit(new ReplicaEffect.Answer(ticket, outcomes.MoveToImmutable()));
    }

    /// <summary>From a peer: the encodings go to be verified, without those that are known.</summary>
    public Result Decode(PublicKey from, ReadOnlySpan<byte> frame)
    {
        if (!Canonical.Decode<TransactionBatch>(frame).TryGet(out TransactionBatch batch, out Refusal? malformed))
        {
            return new Result(malformed);
        }

        core.Emit(new ReplicaEffect.VerifyTransactions(from, batch.Transactions));
        return Result.Ok;
    }

    /// <summary>Verified ones from a peer. Not passed on again: every validator is connected with every other.</summary>
    public void Receive(ReplicaInput.TransactionsVerified verified)
    {
        foreach (VerifiedTransaction transaction in verified.Transactions)
        {
            Result result = core.Pool.Add(transaction, core.Admission);
            if (result.IsOk)
            {
                core.Options.Transactions.Add(transaction);
            }
            else if (result.Refusal is { } refusal && refusal.Code != MempoolErrors.InFlight)
            {
                core.Report("transaction_refused", verified.From, refusal);
            }
        }

        if (verified.Refused > 0)
        {
            core.Report("transaction_refused", verified.From, new Refusal(Ledger.LedgerErrors.BadSignature, $"{verified.Refused} in one batch"));
        }
    }

    /// <summary>Passes on what gathered, if it gathered long enough.</summary>
    public void Tick()
    {
        if (_toGossip.Count > 0 && core.NowMs >= _gatherUntilMs)
        {
            Gossip();
        }
    }

    /// <summary>The builder found no place for it on its branch: out, if the committed state refuses it too.</summary>
    public void Reconsider(Hash256 id)
    {
        if (core.Pool.TryGet(id, out VerifiedTransaction? transaction)
            && !core.Admission.Ledger.Admit(core.Committed.State, transaction).IsOk)
        {
            core.Pool.Remove(id);
            core.Emit(new ReplicaEffect.Expired(id));
        }
    }

    /// <summary>The transactions of this block and of its ancestors above the base are final.</summary>
    public void Forget(BlockTree tree, Hash256 digest)
    {
        while (tree.TryGetBlock(digest, out ExecutedBlock? block))
        {
            foreach (VerifiedTransaction transaction in block.Transactions)
            {
                core.Pool.Remove(transaction.Id);
            }

            digest = block.Header.Parent;
        }
    }

    public void Expire()
    {
        foreach (VerifiedTransaction expired in core.Pool.RemoveExpired(core.Committed.Header.Height))
        {
            core.Emit(new ReplicaEffect.Expired(expired.Id));
        }
    }

    private void Gossip()
    {
        TransactionBatch batch = new(Sequence.From(_toGossip));
        core.Emit(new ReplicaEffect.Broadcast(Channel.Transactions, Canonical.Encode(batch)));
        _toGossip.Clear();
        _gossipBytes = 0;
    }

    private void Enqueue(Blob encoded)
    {
        if (_toGossip.Count >= TransactionBatch.MaxCount || (_gossipBytes > 0 && _gossipBytes + encoded.Length > TransactionBatch.TargetBytes))
        {
            Gossip();
        }

        if (_toGossip.Count == 0)
        {
            _gatherUntilMs = core.NowMs + GatherMs;
        }

        _toGossip.Add(encoded);
        _gossipBytes += encoded.Length;
    }
}
