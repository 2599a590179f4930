using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.Messages;

/// <summary>A member enters a round with a data set, and with rows kept for scoring, before any seed is known.</summary>
public sealed record Register(
    Hash256 Task, uint Round, Hash256 DataSet, Hash256 DataRoot, uint DataBlocks, Hash256 HoldoutRoot, uint HoldoutBlocks) : ICanonical<Register>
{
    public const ushort Type = 2;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(7);
        writer.Write(Task);
        writer.Write(Round);
        writer.Write(DataSet);
        writer.Write(DataRoot);
        writer.Write(DataBlocks);
        writer.Write(HoldoutRoot);
        writer.Write(HoldoutBlocks);
    }

    public static Register Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(7);
        return new Register(
            reader.ReadHash256(),
            reader.ReadUInt32(),
            reader.ReadHash256(),
            reader.ReadHash256(),
            reader.ReadUInt32(),
            reader.ReadHash256(),
            reader.ReadUInt32());
    }
}
