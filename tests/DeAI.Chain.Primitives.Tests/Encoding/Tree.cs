using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Primitives.Tests;

/// <summary>A value that holds itself: the hardest shape for a decoder. Encoded as [nil or child, number].</summary>
internal sealed record Tree(Tree? Child, long Number) : ICanonical<Tree>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        if (Child is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(Child);
        }

        writer.Write(Number);
    }

    public static Tree Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        Tree? child = reader.TryReadNil() ? null : reader.Read<Tree>();
        return new Tree(child, reader.ReadInt64());
    }
}
