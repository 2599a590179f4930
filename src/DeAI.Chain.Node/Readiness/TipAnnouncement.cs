using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Node.Readiness;

/// <summary>
/// What nodes tell each other once a second, on the channel of votes: the newest height that is final and durable there. It is a peer's word, for
/// readiness alone; nothing that is decided rests on it. Never shown to the replica.
/// </summary>
/// <param name="WantsRelay">Whether the other side is to pass on what it hears from validators.</param>
internal sealed record TipAnnouncement(Height Tip, bool WantsRelay) : ICanonical<TipAnnouncement>
{
    /// <summary>In the place where a consensus message has its kind; far from those.</summary>
    private const byte Kind = 64;

    /// <summary>The header of an array of three, then the kind.</summary>
    private static ReadOnlySpan<byte> Prefix => [0x93, Kind];

    /// <summary>Whether a frame is one of these, well formed or not; costs nothing for the others.</summary>
    public static bool Is(ReadOnlySpan<byte> frame) => frame.StartsWith(Prefix);

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Kind);
        writer.Write(Tip);
        writer.Write(WantsRelay);
    }

    public static TipAnnouncement Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        byte kind = reader.ReadByte();
        if (kind != Kind)
        {
            reader.Fail(EncodingErrors.OutOfRange, $"{kind} is not the kind of an announcement");
        }

        return new TipAnnouncement(reader.ReadHeight(), reader.ReadBoolean());
    }
}
