using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Training.State;

/// <summary>Hold-out blocks that a member showed; kept until the round is scored.</summary>
internal sealed record RevealedRows(Sequence<DataBlock> Blocks) : ICanonical<RevealedRows>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write(Blocks);
    }

    public static RevealedRows Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(1);
        return new RevealedRows(reader.ReadSequence<DataBlock>(TrainingTerms.MaxHoldoutBlocks));
    }
}
