using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Training.Messages;

/// <summary>A member shows exactly the hold-out blocks that the beacon chose, ascending.</summary>
public sealed record RevealHoldout(Hash256 Task, uint Round, Sequence<RevealedBlock> Blocks) : ICanonical<RevealHoldout>
{
    public const ushort Type = 3;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Task);
        writer.Write(Round);
        writer.Write(Blocks);
    }

    public static RevealHoldout Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new RevealHoldout(
            reader.ReadHash256(), reader.ReadUInt32(), reader.ReadSequence<RevealedBlock>(TrainingTerms.MaxHoldoutBlocks));
    }
}
