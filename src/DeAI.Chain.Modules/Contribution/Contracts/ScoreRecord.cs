using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Contribution.Contracts;

/// <summary>
/// Why an organisation has its share in the version of a round: everything that the share and the pay were computed from. Of an earlier
/// contributor that did not take part in this round, only average and parts are set.
/// </summary>
/// <param name="RuleVersion">Of the formulas in the README: 1.</param>
/// <param name="Account">Where the organisation is paid.</param>
/// <param name="Weight">Verified rows, capped: its weight in the mean and in the pay for work.</param>
/// <param name="Value">Shapley value in 1/720 of the loss unit, so that members' values add up exactly.</param>
/// <param name="Average">The moving average that shares follow, in the same unit.</param>
/// <param name="Parts">Its share of the version, millionths.</param>
/// <param name="Utility">U(all): what the round improved on the hold-out, Q16.</param>
/// <param name="Threshold">tau: quality is paid only above it.</param>
/// <param name="HoldoutRows">Rows that the scores were measured on; 0 if too few members showed theirs, and then nothing was measured.</param>
/// <param name="HasRevealed">Whether it showed its own hold-out rows; without, it gets no quality pay.</param>
public sealed record ScoreRecord(
    byte RuleVersion,
    AccountId Account,
    ulong Weight,
    long Value,
    long Average,
    uint Parts,
    long Utility,
    long Threshold,
    uint HoldoutRows,
    bool HasRevealed,
    Credits WorkPaid,
    Credits QualityPaid,
    Points Points) : ICanonical<ScoreRecord>
{
    /// <summary>The denominator of values: 6!, which the factorial of every possible number of members divides.</summary>
    public const long Denominator = 720;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(13);
        writer.Write(RuleVersion);
        writer.Write(Account);
        writer.Write(Weight);
        writer.Write(Value);
        writer.Write(Average);
        writer.Write(Parts);
        writer.Write(Utility);
        writer.Write(Threshold);
        writer.Write(HoldoutRows);
        writer.Write(HasRevealed);
        writer.Write(WorkPaid);
        writer.Write(QualityPaid);
        writer.Write(Points);
    }

    public static ScoreRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(13);
        return new ScoreRecord(
            reader.ReadByte(),
            reader.ReadAccountId(),
            reader.ReadUInt64(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadUInt32(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadUInt32(),
            reader.ReadBoolean(),
            reader.ReadCredits(),
            reader.ReadCredits(),
            reader.ReadPoints());
    }
}
