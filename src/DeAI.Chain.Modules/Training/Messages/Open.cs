using DeAI.Chain.Learning;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Training.Messages;

/// <summary>A member shows its update, its trace and the blocks that its seed forced: every node replays the run.</summary>
/// <param name="Products">Integer products of the replay, by the task's terms: metered before anything runs.</param>
/// <param name="Salt">Of the update's commitment.</param>
public sealed record Open(Hash256 Task, uint Round, ulong Products, Bytes32 Salt, ModelUpdate Update, Opening Opening) : ICanonical<Open>
{
    public const ushort Type = 2;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.Write(Task);
        writer.Write(Round);
        writer.Write(Products);
        writer.Write(Salt);
        writer.Write(Update);
        writer.Write(Opening);
    }

    public static Open Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(6);
        return new Open(
            reader.ReadHash256(),
            reader.ReadUInt32(),
            reader.ReadUInt64(),
            reader.ReadBytes32(),
            reader.Read<ModelUpdate>(),
            reader.Read<Opening>());
    }
}
