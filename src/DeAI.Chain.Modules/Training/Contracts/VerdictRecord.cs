using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Training.Contracts;

/// <summary>What replaying a contribution showed.</summary>
/// <param name="Verdict"><c>training.accepted</c>, or why it was refused.</param>
/// <param name="Transaction">The opening that was judged.</param>
/// <param name="UpdateHash">Of the update it held.</param>
/// <param name="Final">Digest of the state that training led to; <c>default</c> if refused.</param>
/// <param name="Rows">Rows trained on, repetitions included; 0 if refused.</param>
/// <param name="DistinctRows">Rows of the opened blocks; 0 if refused.</param>
/// <param name="LossSum">Of all steps, Q16; 0 if refused.</param>
public sealed record VerdictRecord(
    ReasonCode Verdict, Height Height, Hash256 Transaction, Hash256 UpdateHash, Hash256 Final, ulong Rows, ulong DistinctRows, long LossSum)
    : ICanonical<VerdictRecord>
{
    private const int MaxReasonBytes = 64;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(8);
        writer.Write(Verdict.Value);
        writer.Write(Height);
        writer.Write(Transaction);
        writer.Write(UpdateHash);
        writer.Write(Final);
        writer.Write(Rows);
        writer.Write(DistinctRows);
        writer.Write(LossSum);
    }

    public static VerdictRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(8);
        return new VerdictRecord(
            new ReasonCode(reader.ReadString(MaxReasonBytes)),
            reader.ReadHeight(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadUInt64(),
            reader.ReadUInt64(),
            reader.ReadInt64());
    }
}
