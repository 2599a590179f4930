using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Receipts;

/// <summary>What a transaction did, as every validator computed it.</summary>
/// <param name="Reason">
/// Refused: the reason. Applied: empty, or the verdict that applying it produced (a training proof found false is applied: the bond is lost,
/// and the verdict stands here).
/// </param>
/// <param name="Fee">What was charged.</param>
/// <param name="Events">In the order emitted.</param>
public sealed record Receipt(Hash256 Transaction, ReceiptStatus Status, ReasonCode Reason, Credits Fee, Sequence<Event> Events)
    : ICanonical<Receipt>
{
    public const int MaxEvents = 1024;
    public const int MaxReasonBytes = 64;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.Write(Transaction);
        writer.Write((byte)Status);
        writer.Write(Reason.Value ?? string.Empty);
        writer.Write(Fee);
        writer.Write(Events);
    }

    public static Receipt Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(5);
        Hash256 transaction = reader.ReadHash256();
        byte status = reader.ReadByte();
        if (status is not (1 or 2))
        {
            reader.Fail(EncodingErrors.OutOfRange, $"{status} is no receipt status");
        }

        return new Receipt(
            transaction,
            (ReceiptStatus)status,
            new ReasonCode(reader.ReadString(MaxReasonBytes)),
            reader.ReadCredits(),
            reader.ReadSequence<Event>(MaxEvents));
    }
}
