using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>What every round of a task demands of its members.</summary>
/// <param name="Rounds">1 to <see cref="MaxRounds"/>.</param>
/// <param name="StepsPerRound">Steps of each member's run.</param>
/// <param name="CheckpointEvery">Steps between leaves of a transcript.</param>
/// <param name="MinContributors">Fewer than these accepted: the round fails. At least 2.</param>
/// <param name="MaxContributors">At most 6: Shapley values stay exact.</param>
/// <param name="RowCap">Rows beyond these give a member no more weight and no more pay.</param>
/// <param name="HoldoutBlocks">Blocks of 256 rows that each member shows for scoring.</param>
/// <param name="Threshold">tau: quality is paid only for an improvement of the loss sum above it, Q16.</param>
public sealed record TrainingTerms(
    uint Rounds,
    int StepsPerRound,
    int CheckpointEvery,
    byte MinContributors,
    byte MaxContributors,
    uint RowCap,
    byte HoldoutBlocks,
    long Threshold) : ICanonical<TrainingTerms>
{
    public const uint MaxRounds = 1000;
    public const byte FewestContributors = 2;
    public const byte MostContributors = 6;
    public const uint MinRowCap = 256;
    public const uint MaxRowCap = 1 << 20;
    public const byte MaxHoldoutBlocks = 4;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(8);
        writer.Write(Rounds);
        writer.Write(StepsPerRound);
        writer.Write(CheckpointEvery);
        writer.Write(MinContributors);
        writer.Write(MaxContributors);
        writer.Write(RowCap);
        writer.Write(HoldoutBlocks);
        writer.Write(Threshold);
    }

    public static TrainingTerms Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(8);
        return new TrainingTerms(
            reader.ReadUInt32(),
            reader.ReadInt32(),
            reader.ReadInt32(),
            reader.ReadByte(),
            reader.ReadByte(),
            reader.ReadUInt32(),
            reader.ReadByte(),
            reader.ReadInt64());
    }
}
