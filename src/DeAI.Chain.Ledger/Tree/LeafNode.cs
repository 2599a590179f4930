using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>A key with its value at some version: what proofs at past heights take the value from.</summary>
public sealed record LeafNode(Blob Key, Blob Value)
{
    /// <summary>[key, value]</summary>
    internal Blob Encode(CanonicalWriter writer)
    {
        writer.Clear();
        writer.WriteArrayHeader(2);
        writer.Write(Key);
        writer.Write(Value);
        return Blob.CopyOf(writer.WrittenSpan);
    }

    /// <exception cref="StateCorruptException">No encoding of a leaf: the store is damaged.</exception>
    public static LeafNode Decode(NodeKey key, Blob bytes)
    {
        CanonicalReader reader = new(bytes.Span);
        reader.ReadArrayHeader(2);
        LeafNode node = new(reader.ReadBlob(StateOverlay.MaxKeyBytes), reader.ReadBlob(StateOverlay.MaxValueBytes));
        return reader.End().Refusal is { } refusal
            ? throw new StateCorruptException($"The tree leaf {key} does not decode: {refusal}.")
            : node;
    }
}
