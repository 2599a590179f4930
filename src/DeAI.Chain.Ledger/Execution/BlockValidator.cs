using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>
/// Re-executes a proposed block and compares every field of its header. Not checked here: that the proposer leads the view, that skipped views
/// are nullified (consensus), and how far the time is ahead of this node's clock (replica).
/// </summary>
public sealed class BlockValidator
{
    private readonly BlockExecutor _executor;

    public BlockValidator(CatalogIndex catalog) => _executor = new BlockExecutor(catalog);

    /// <summary>Verifies the transactions that are not known yet, one after the other, then validates.</summary>
    public Result<ExecutedBlock> Validate(LedgerState parent, Block block, IVerifiedTransactions? known = null)
    {
        Result<IReadOnlyList<VerifiedTransaction>> verified = Verify(parent.Header.Chain, block, known);
        return verified.TryGet(out IReadOnlyList<VerifiedTransaction> transactions, out Refusal? refusal)
            ? Validate(parent, block.Header, transactions)
            : Result.Refuse<ExecutedBlock>(refusal);
    }

    /// <returns>The block as executed here, whose header equals the given one; or the first field that does not, by name.</returns>
    public Result<ExecutedBlock> Validate(LedgerState parent, BlockHeader header, IReadOnlyList<VerifiedTransaction> transactions)
    {
        if (CheckPlace(parent, header).Refusal is { } misplaced)
        {
            return Result.Refuse<ExecutedBlock>(misplaced);
        }

        Result<ExecutedBlock> executed = _executor.Execute(parent, BlockDraft.Of(header), transactions);
        if (!executed.TryGet(out ExecutedBlock block, out _))
        {
            return executed;
        }

        Refusal? difference = Compare(header, block.Header);
        return difference is null ? executed : Result.Refuse<ExecutedBlock>(difference);
    }

    /// <summary>Every transaction of a block, verified or known to be: for callers that spread this over threads, in parts.</summary>
    public static Result<IReadOnlyList<VerifiedTransaction>> Verify(ChainId chain, Block block, IVerifiedTransactions? known = null)
    {
        List<VerifiedTransaction> transactions = new(block.Transactions.Count);
        foreach (Blob encoded in block.Transactions.Span)
        {
            VerifiedTransaction? before = known?.Find(MerkleTree.LeafHash(encoded.Span));
            if (before is not null)
            {
                transactions.Add(before);
                continue;
            }

            Result<VerifiedTransaction> result = VerifiedTransaction.Verify(encoded.Memory, chain, TransactionLimits.Default);
            if (!result.TryGet(out VerifiedTransaction transaction, out Refusal? refusal))
            {
                return Result.Refuse<IReadOnlyList<VerifiedTransaction>>(
                    BlockErrors.BadTransaction,
                    $"transaction {transactions.Count}: {refusal}");
            }

            transactions.Add(transaction);
        }

        return Result.Of<IReadOnlyList<VerifiedTransaction>>(transactions);
    }

    private static Result CheckPlace(LedgerState parent, BlockHeader header)
    {
        if (header.Chain != parent.Header.Chain)
        {
            return Result.Refuse(BlockErrors.WrongChain, $"chain {header.Chain}, expected {parent.Header.Chain}");
        }

        if (header.Parent != parent.Digest)
        {
            return Result.Refuse(BlockErrors.WrongParent, $"parent {header.Parent}, expected {parent.Digest}");
        }

        Height expected = Carrier.IsExpected(parent.Header, header.Epoch) ? parent.Header.Height : parent.Header.Height.Next;
        return header.Height == expected
            ? Result.Ok
            : Result.Refuse(BlockErrors.WrongHeight, $"height {header.Height}, expected {expected}");
    }

    private static Refusal? Compare(BlockHeader given, BlockHeader computed) =>
        Differ(BlockErrors.WrongTransactionsRoot, given.TransactionsRoot, computed.TransactionsRoot)
        ?? Differ(BlockErrors.WrongReceiptsRoot, given.ReceiptsRoot, computed.ReceiptsRoot)
        ?? Differ(BlockErrors.WrongStateRoot, given.StateRoot, computed.StateRoot)
        ?? Differ(BlockErrors.WrongHistoryRoot, given.HistoryRoot, computed.HistoryRoot)
        ?? Differ(BlockErrors.WrongValidatorsHash, given.ValidatorsHash, computed.ValidatorsHash)
        ?? Differ(BlockErrors.WrongNextValidatorsHash, given.NextValidatorsHash, computed.NextValidatorsHash)
        ?? Differ(BlockErrors.WrongParametersHash, given.ParametersHash, computed.ParametersHash);

    private static Refusal? Differ(ReasonCode code, Hash256 given, Hash256 computed) =>
        given == computed ? null : new Refusal(code, $"the header says {given}, execution gives {computed}");
}
