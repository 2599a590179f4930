using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.State;

/// <summary>One key with its value.</summary>
public readonly record struct StateEntry(Blob Key, Blob Value) : ICanonical<StateEntry>
{
    /// <summary>[key, value]</summary>
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Key);
        writer.Write(Value);
    }

    public static StateEntry Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new StateEntry(reader.ReadBlob(StateOverlay.MaxKeyBytes), reader.ReadBlob(StateOverlay.MaxValueBytes));
    }
}
