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
    private readonly SignatureVerifier _signatures;

    /// <param name="catalog">What the blocks may use.</param>
    /// <param name="signatures">Shared with others that check signatures, so that what it prepared for a key serves them all.</param>
    /// <param name="beacons">How beacon proofs are checked; null for the VRF itself.</param>
    public BlockValidator(CatalogIndex catalog, SignatureVerifier? signatures = null, BeaconProofCheck? beacons = null)
    {
        _executor = new BlockExecutor(catalog, beacons);
        _signatures = signatures ?? new SignatureVerifier();
    }

    /// <summary>Verifies the transactions that are not known yet, then validates.</summary>
    public Result<ExecutedBlock> Validate(LedgerState parent, Block block, IVerifiedTransactions? known = null)
    {
        Result<IReadOnlyList<VerifiedTransaction>> verified = Verify(parent.Header.Chain, block, _signatures, known);
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
    /// <returns>Refused with the first bad one, by its place.</returns>
    public static Result<IReadOnlyList<VerifiedTransaction>> Verify(
        ChainId chain, Block block, SignatureVerifier signatures, IVerifiedTransactions? known = null)
    {
        ReadOnlySpan<Blob> encoded = block.Transactions.Span;
        VerifiedTransaction[] transactions = new VerifiedTransaction[encoded.Length];
        List<ReadOnlyMemory<byte>> unknown = [];
        List<int> places = [];
        Hash256[] leaves = known is null ? [] : MerkleTree.LeafHashes(encoded);
        for (int i = 0; i < encoded.Length; i++)
        {
            if (known?.Find(leaves[i]) is { } before)
            {
                transactions[i] = before;
                continue;
            }

            unknown.Add(encoded[i].Memory);
            places.Add(i);
        }

        Result<VerifiedTransaction>[] results = VerifiedTransaction.VerifyMany(unknown, chain, TransactionLimits.Default, signatures);
        for (int i = 0; i < results.Length; i++)
        {
            if (!results[i].TryGet(out VerifiedTransaction transaction, out Refusal? refusal))
            {
                return Result.Refuse<IReadOnlyList<VerifiedTransaction>>(BlockErrors.BadTransaction, $"transaction {places[i]}: {refusal}");
            }

            transactions[places[i]] = transaction;
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
