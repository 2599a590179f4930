using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Registry.Messages;

/// <summary>The sender's organisation leaves for good. Needs the delegate role: one who may vote for it.</summary>
public sealed record Exit : ICanonical<Exit>
{
    public const ushort Type = 8;

    public void Encode(CanonicalWriter writer) => writer.WriteArrayHeader(0);

    public static Exit Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(0);
        return new Exit();
    }
}
