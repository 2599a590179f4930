using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Modules.Accountability.Contracts;

/// <summary>Who voted in an epoch.</summary>
/// <param name="First">Height of its first block.</param>
/// <param name="Last">Height of its last block; 0 while it runs.</param>
public sealed record EpochSeats(Height First, Height Last, ValidatorSet Seats) : ICanonical<EpochSeats>
{
    public bool IsOver => Last.Value > 0;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(First);
        writer.Write(Last);
        writer.Write(Seats);
    }

    public static EpochSeats Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new EpochSeats(reader.ReadHeight(), reader.ReadHeight(), reader.Read<ValidatorSet>());
    }
}
