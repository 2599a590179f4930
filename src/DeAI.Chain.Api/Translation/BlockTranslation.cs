using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;

namespace DeAI.Chain.Api.Translation;

/// <summary>Headers and their finality.</summary>
internal static class BlockTranslation
{
    public static V1.BlockHeader Of(BlockHeader header) => new()
    {
        Digest = Fields.Of(header.Digest),
        Height = header.Height.Value,
        View = header.View.Value,
        Epoch = header.Epoch.Value,
        Parent = Fields.OrEmpty(header.Parent),
        TimeMs = header.TimeMs,
        StateRoot = Fields.Of(header.StateRoot),
        TransactionsRoot = Fields.Of(header.TransactionsRoot),
        ReceiptsRoot = Fields.Of(header.ReceiptsRoot),
        Proposer = header.Proposer.IsDefault ? ByteString.Empty : Fields.Of(header.Proposer),
        Encoded = Encode(header),
    };

    public static V1.FinalityProof Of(Finality finality)
    {
        V1.FinalityProof proof = new() { Header = Encode(finality.Header), Certificate = Encode(finality.Certificate) };
        proof.Descendants.AddRange(finality.Descendants.Items.Select(Encode));
        proof.Handovers.AddRange(finality.Handovers.Items.Select(Of));
        return proof;
    }

    private static V1.EpochHandover Of(Handover handover)
    {
        V1.EpochHandover message = new()
        {
            ClosingHeader = Encode(handover.ClosingHeader),
            Certificate = Encode(handover.Certificate),
            NextValidators = Encode(handover.NextValidators),
        };
        message.Descendants.AddRange(handover.Descendants.Items.Select(Encode));
        return message;
    }

    public static ByteString Encode<T>(T value)
        where T : ICanonical<T> => UnsafeByteOperations.UnsafeWrap(Canonical.Encode(value));
}
