using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Blocks;

/// <summary>Decodes proposals' bodies for consensus, and keeps the newest so that execution need not decode again.</summary>
public sealed class BlockBodies(ChainId chain) : IBodyCheck
{
    private const int Kept = 16;

    private readonly Lock _gate = new();
    private readonly Queue<DecodedBody> _newest = new();

    /// <summary>
    /// The body is a block of this chain, with the digest, epoch, view and parent that the proposal's header names, and with the transactions
    /// that its own header commits to: otherwise a relay could swap them and make a good digest look invalid.
    /// </summary>
    public Result Check(Proposal proposal)
    {
        ProposalHeader header = proposal.Header;
        if (!Decode(proposal.Body).TryGet(out DecodedBody body, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        BlockHeader block = body.Block.Header;
        bool same = body.Digest == header.Digest
            && block.Epoch == header.Epoch
            && block.View == header.View
            && block.Parent == header.ParentDigest;
        return same
            ? Result.Ok
            : Result.Refuse(
                ReplicaErrors.BadBody,
                $"the body is {body.Digest} of epoch {block.Epoch}, view {block.View}, the proposal says {header.Digest}, {header.Epoch}, {header.View}");
    }

    /// <summary>Decodes a body and checks that header and transactions belong together.</summary>
    public Result<DecodedBody> Decode(Blob body)
    {
        if (!Canonical.Decode<Block>(body.Span).TryGet(out Block block, out Refusal? malformed))
        {
            return Result.Refuse<DecodedBody>(malformed);
        }

        Hash256 digest = block.Header.Digest;
        if (TryGet(digest, out DecodedBody? known) && known!.Block.Transactions == block.Transactions)
        {
            return Result.Of(known);
        }

        return CheckBlock(block, digest).Refusal is { } refusal ? Result.Refuse<DecodedBody>(refusal) : Result.Of(Keep(new DecodedBody(digest, block)));
    }

    /// <summary>The same for a block that came decoded.</summary>
    public Result CheckBlock(Block block, Hash256 digest)
    {
        if (block.Header.Chain != chain)
        {
            return Result.Refuse(BlockErrors.WrongChain, $"chain {block.Header.Chain}, this is {chain}");
        }

        return TransactionProof.Root(block.Transactions) == block.Header.TransactionsRoot
            ? Result.Ok
            : Result.Refuse(BlockErrors.WrongTransactionsRoot, $"the transactions of {digest} are not those of its header");
    }

    public bool TryGet(Hash256 digest, out DecodedBody? body)
    {
        lock (_gate)
        {
            body = _newest.FirstOrDefault(kept => kept.Digest == digest);
            return body is not null;
        }
    }

    private DecodedBody Keep(DecodedBody body)
    {
        lock (_gate)
        {
            _newest.Enqueue(body);
            if (_newest.Count > Kept)
            {
                _newest.Dequeue();
            }
        }

        return body;
    }
}
