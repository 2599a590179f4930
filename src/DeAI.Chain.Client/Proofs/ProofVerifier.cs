using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Client.Proofs;

/// <summary>Checks proof files with nothing but the genesis file: no node, no network, no trust in who sent it.</summary>
public static class ProofVerifier
{
    /// <summary>The fact that the file shows, or why it shows nothing.</summary>
    public static Result<VerifiedFact> Verify(ProofFile proof, GenesisDocument genesis)
    {
        if (!FinalityVerifier.Verify(genesis, proof.Handovers, proof.Finality).TryGet(out BlockHeader header, out Refusal? refusal))
        {
            return Result.Refuse<VerifiedFact>(refusal);
        }

        if (header.Height != proof.Height)
        {
            return Result.Refuse<VerifiedFact>(ProofErrors.BadContent, $"the file says height {proof.Height}, its header {header.Height}");
        }

        return proof.Kind switch
        {
            ProofKind.State => VerifyState(proof, header),
            ProofKind.Transaction => VerifyTransaction(proof, header),
            ProofKind.Receipt => VerifyReceipt(proof, header),
            ProofKind.Range => VerifyRange(proof, header),
            _ => Result.Refuse<VerifiedFact>(ProofErrors.BadContent, "a proof of no kind"),
        };
    }

    private static Result<VerifiedFact> VerifyState(ProofFile proof, BlockHeader header)
    {
        if (proof.Key.Length is 0 or > StateOverlay.MaxKeyBytes || !proof.EndKey.IsEmpty || !proof.ReceiptProof.IsEmpty)
        {
            return Result.Refuse<VerifiedFact>(
                ProofErrors.BadContent, $"a state proof has a key of 1 to {StateOverlay.MaxKeyBytes} bytes, no end key and no receipt");
        }

        if (!Canonical.Decode<StateProof>(proof.Proof.Span).TryGet(out StateProof path, out Refusal? refusal)
            || !path.Verify(header.StateRoot, proof.Key.Span).TryGet(out ProvenValue? proven, out refusal))
        {
            return Result.Refuse<VerifiedFact>(refusal);
        }

        Blob? value = proven?.Value;
        return Result.Of(Fact(proof, header, $"at height {header.Height}, {StateDescription.Of(proof.Key, value)}") with { Key = proof.Key, Value = value });
    }

    private static Result<VerifiedFact> VerifyRange(ProofFile proof, BlockHeader header)
    {
        if (!proof.ReceiptProof.IsEmpty)
        {
            return Result.Refuse<VerifiedFact>(ProofErrors.BadContent, "a range proof has no receipt");
        }

        KeyRange range = new(proof.Key, proof.EndKey);
        if (!Canonical.Decode<RangeProof>(proof.Proof.Span).TryGet(out RangeProof entries, out Refusal? refusal)
            || !entries.Verify(header.StateRoot, range).TryGet(out Sequence<StateEntry> within, out refusal))
        {
            return Result.Refuse<VerifiedFact>(refusal);
        }

        string bounds = $"{Bound(range.First, "the lowest")} on to below {Bound(range.End, "any bound")}";
        return Result.Of(
            Fact(proof, header, $"at height {header.Height}, the state has exactly {within.Count} entries from key {bounds}")
                with { Key = proof.Key, Entries = within });
    }

    private static Result<VerifiedFact> VerifyReceipt(ProofFile proof, BlockHeader header)
    {
        if (!proof.Key.IsEmpty || !proof.EndKey.IsEmpty || !proof.ReceiptProof.IsEmpty)
        {
            return Result.Refuse<VerifiedFact>(ProofErrors.BadContent, "a receipt proof has no key and no receipt beside it");
        }

        if (!Canonical.Decode<ReceiptProof>(proof.Proof.Span).TryGet(out ReceiptProof receipt, out Refusal? refusal))
        {
            return Result.Refuse<VerifiedFact>(refusal);
        }

        if (receipt.Verify(header.ReceiptsRoot).Refusal is { } bad)
        {
            return Result.Refuse<VerifiedFact>(bad);
        }

        string place = $"transaction {receipt.Receipt.Transaction} is final at height {header.Height}, index {receipt.Path.Index}";
        return Result.Of(Fact(proof, header, $"{place}; {Outcome(receipt.Receipt)}") with { Receipt = receipt.Receipt });
    }

    private static Result<VerifiedFact> VerifyTransaction(ProofFile proof, BlockHeader header)
    {
        if (!proof.Key.IsEmpty || !proof.EndKey.IsEmpty)
        {
            return Result.Refuse<VerifiedFact>(ProofErrors.BadContent, "a transaction proof has no key");
        }

        if (!Canonical.Decode<TransactionProof>(proof.Proof.Span).TryGet(out TransactionProof transaction, out Refusal? refusal)
            || !Canonical.Decode<ReceiptProof>(proof.ReceiptProof.Span).TryGet(out ReceiptProof receipt, out refusal)
            || !Canonical.Decode<SignedTransaction>(transaction.Transaction.Span).TryGet(out SignedTransaction signed, out refusal))
        {
            return Result.Refuse<VerifiedFact>(refusal);
        }

        Refusal? bad = transaction.Verify(header.TransactionsRoot).Refusal ?? receipt.Verify(header.ReceiptsRoot).Refusal;
        if (bad is not null)
        {
            return Result.Refuse<VerifiedFact>(bad);
        }

        // A receipt tree has one leaf more than the block has transactions: the block's own events.
        bool together = receipt.Receipt.Transaction == signed.Id
            && receipt.Path.Index == transaction.Path.Index
            && receipt.Path.Count == transaction.Path.Count + 1;
        return together
            ? Result.Of(Fact(proof, header, Describe(signed, receipt.Receipt, header, transaction.Path.Index))
                with { Transaction = transaction.Transaction, Receipt = receipt.Receipt })
            : Result.Refuse<VerifiedFact>(ProofErrors.BadContent, "the receipt is another transaction's");
    }

    private static string Bound(Blob key, string none) => key.IsEmpty ? none : Convert.ToHexStringLower(key.Span);

    private static VerifiedFact Fact(ProofFile proof, BlockHeader header, string description) =>
        new(proof.Kind, header.Chain, header.Height, header.Digest, header.TimeMs, description);

    private static string Describe(SignedTransaction transaction, Receipt receipt, BlockHeader header, ulong index) =>
        $"transaction {receipt.Transaction} of account {transaction.Body.Sender} (module {transaction.Body.Module}, "
        + $"message {transaction.Body.MessageType}) is final at height {header.Height}, index {index}; {Outcome(receipt)}";

    private static string Outcome(Receipt receipt)
    {
        string outcome = receipt.Status == ReceiptStatus.Applied
            ? receipt.Reason.IsDefault ? "applied" : $"applied with verdict {receipt.Reason}"
            : $"refused: {receipt.Reason}";
        return $"{outcome}; fee {receipt.Fee} credits";
    }
}
