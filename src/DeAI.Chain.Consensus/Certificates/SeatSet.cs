namespace DeAI.Chain.Consensus;

/// <summary>A set of seats of one validator set, one bit each.</summary>
public readonly record struct SeatSet(UInt128 Bits)
{
    public int Count => (int)UInt128.PopCount(Bits);

    public bool Contains(int seat) => (Bits >> seat & 1) != 0;

    public SeatSet With(int seat) => new(Bits | (UInt128.One << seat));

    public SeatSet Without(int seat) => new(Bits & ~(UInt128.One << seat));

    /// <summary>The first member at or after <paramref name="seat"/>, or -1.</summary>
    public int NextFrom(int seat)
    {
        UInt128 rest = seat >= 128 ? 0 : Bits >> seat;
        return rest == 0 ? -1 : seat + (int)UInt128.TrailingZeroCount(rest);
    }
}
