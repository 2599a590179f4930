using DeAI.Chain.Api.V1;
using DeAI.Chain.Primitives;
using Google.Protobuf;

namespace DeAI.Chain.Client.Proofs;

/// <summary>
/// A proof that can be kept, sent and checked without a node. All parts are canonical encodings; README, "Proof file", has the JSON.
/// </summary>
/// <param name="Height">Of the header that the proof is about.</param>
/// <param name="Key">The state key; empty for a transaction.</param>
/// <param name="Proof">A StateProof, or a TransactionProof.</param>
/// <param name="ReceiptProof">Empty for a state entry.</param>
/// <param name="Handovers">One for each epoch before the header's, from epoch 0 on.</param>
public sealed record ProofFile(
    ProofKind Kind,
    Height Height,
    Blob Key,
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
        Of(answer.Proof),
        Blob.Empty,
        Of(answer.Finality ?? new FinalityProof()),
        HandoversOf(answer.Finality));

    /// <summary>From a node's answer; nothing is believed by that.</summary>
    public static ProofFile Of(ProveTransactionResponse answer)
    {
        FinalityProof finality = answer.Finality ?? new FinalityProof();
        Result<Ledger.Blocks.BlockHeader> header = Primitives.Encoding.Canonical.Decode<Ledger.Blocks.BlockHeader>(finality.Header.Span);
        return new ProofFile(
            ProofKind.Transaction,
            header.IsOk ? header.Value.Height : default,
            Blob.Empty,
            Of(answer.TransactionProof),
            Of(answer.ReceiptProof),
            Of(finality),
            HandoversOf(finality));
    }

    /// <summary>Reads the JSON form strictly: unknown, missing and repeated members are refused, and so is any hex but lower case.</summary>
    public static Result<ProofFile> Parse(string json) => ProofJson.Parse(json);

    public string ToJson() => ProofJson.Write(this);

    private static FinalityPart Of(FinalityProof finality) =>
        new(Of(finality.Header), Sequence.From(finality.Descendants.Select(Of)), Of(finality.Certificate), Blob.Empty);

    private static Sequence<FinalityPart> HandoversOf(FinalityProof? finality) => finality is null
        ? default
        : Sequence.From(finality.Handovers.Select(static handover => new FinalityPart(
            Of(handover.ClosingHeader), Sequence.From(handover.Descendants.Select(Of)), Of(handover.Certificate), Of(handover.NextValidators))));

    private static Blob Of(ByteString bytes) => new(bytes.Memory);
}
