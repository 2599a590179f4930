using DeAI.Chain.Api.V1;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;

namespace DeAI.Chain.Client.Proofs;

/// <summary>
/// A proof that can be kept, sent and checked without a node. All parts are canonical encodings; README, "Proof file", has the JSON.
/// </summary>
/// <param name="Height">Of the header that the proof is about.</param>
/// <param name="Key">The state key; a range's first key, where empty means the lowest; else empty.</param>
/// <param name="EndKey">The lowest key above a range, where empty means no bound; else empty.</param>
/// <param name="Proof">A StateProof, TransactionProof, ReceiptProof or RangeProof.</param>
/// <param name="ReceiptProof">Beside a TransactionProof; else empty.</param>
/// <param name="Handovers">One for each epoch before the header's, from epoch 0 on.</param>
public sealed record ProofFile(
    ProofKind Kind,
    Height Height,
    Blob Key,
    Blob EndKey,
    Blob Proof,
    Blob ReceiptProof,
    FinalityPart Finality,
    Sequence<FinalityPart> Handovers)
{
    /// <summary>From a node's answer; nothing is believed by that.</summary>
    public static ProofFile Of(ReadOnlySpan<byte> key, GetStateResponse answer) => new(
        ProofKind.State,
        new Height(answer.Height),
        Blob.CopyOf(key),
        Blob.Empty,
        Of(answer.Proof),
        Blob.Empty,
        Of(answer.Finality ?? new FinalityProof()),
        HandoversOf(answer.Finality));

    /// <summary>From a node's answer; nothing is believed by that.</summary>
    public static ProofFile Of(ProveTransactionResponse answer) =>
        InBlock(ProofKind.Transaction, Of(answer.TransactionProof), Of(answer.ReceiptProof), answer.Finality ?? new FinalityProof());

    /// <summary>The receipt alone of a node's answer; nothing is believed by that.</summary>
    public static ProofFile OfReceipt(ProveTransactionResponse answer) =>
        InBlock(ProofKind.Receipt, Of(answer.ReceiptProof), Blob.Empty, answer.Finality ?? new FinalityProof());

    /// <summary>From a node's pages, joined; nothing is believed by that.</summary>
    /// <param name="finality">The first page's.</param>
    public static ProofFile Of(KeyRange range, Height height, RangeProof proof, FinalityProof finality) => new(
        ProofKind.Range,
        height,
        range.First,
        range.End,
        new Blob(Canonical.Encode(proof)),
        Blob.Empty,
        Of(finality),
        HandoversOf(finality));

    /// <summary>Reads the JSON form strictly: unknown, missing and repeated members are refused, and so is any hex but lower case.</summary>
    public static Result<ProofFile> Parse(string json) => ProofJson.Parse(json);

    /// <summary>The same of a file's bytes: UTF-8, with or without a byte order mark.</summary>
    public static Result<ProofFile> Parse(ReadOnlyMemory<byte> utf8) => ProofJson.Parse(utf8);

    public string ToJson() => ProofJson.Write(this);

    private static ProofFile InBlock(ProofKind kind, Blob proof, Blob receiptProof, FinalityProof finality)
    {
        Result<Ledger.Blocks.BlockHeader> header = Canonical.Decode<Ledger.Blocks.BlockHeader>(finality.Header.Span);
        Height height = header.IsOk ? header.Value.Height : default;
        return new ProofFile(kind, height, Blob.Empty, Blob.Empty, proof, receiptProof, Of(finality), HandoversOf(finality));
    }

    private static FinalityPart Of(FinalityProof finality) =>
        new(Of(finality.Header), Sequence.From(finality.Descendants.Select(Of)), Of(finality.Certificate), Blob.Empty);

    private static Sequence<FinalityPart> HandoversOf(FinalityProof? finality) => finality is null
        ? default
        : Sequence.From(finality.Handovers.Select(static handover => new FinalityPart(
            Of(handover.ClosingHeader), Sequence.From(handover.Descendants.Select(Of)), Of(handover.Certificate), Of(handover.NextValidators))));

    private static Blob Of(ByteString bytes) => new(bytes.Memory);
}
