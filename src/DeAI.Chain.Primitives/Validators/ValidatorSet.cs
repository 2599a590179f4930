using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Primitives.Validators;

/// <summary>
/// The validators of one epoch, in ascending order of organisation. Every seat weighs one: with n seats, f = floor((n-1)/3) may be faulty
/// and a quorum is n - f.
/// </summary>
public sealed record ValidatorSet(Sequence<Validator> Seats) : ICanonical<ValidatorSet>
{
    /// <summary>The most seats that a certificate's bitmap and the message limits are made for.</summary>
    public const int MaxSeats = 128;

    private static readonly ReasonCode BadSet = new("validators.bad_set");

    public int Count => Seats.Count;

    public int Faulty => Seats.Count - QuorumOf(Seats.Count);

    public int Quorum => QuorumOf(Seats.Count);

    /// <summary>How many of so many seats certify: all but the third, rounded down, that may be faulty.</summary>
    public static int QuorumOf(int seats) => seats - ((seats - 1) / 3);

    public Validator this[int index] => Seats[index];

    /// <summary>The seat of a key, or -1.</summary>
    public int IndexOf(PublicKey key)
    {
        for (int i = 0; i < Seats.Count; i++)
        {
            if (Seats[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Ascending organisations, distinct valid keys, 1 to <see cref="MaxSeats"/> seats.</summary>
    public Result Check()
    {
        if (Seats.Count is 0 or > MaxSeats)
        {
            return Result.Refuse(BadSet, $"{Seats.Count} seats, 1 to {MaxSeats} are allowed");
        }

        SortedSet<PublicKey> keys = [];
        for (int i = 0; i < Seats.Count; i++)
        {
            if (i > 0 && Seats[i].Organisation <= Seats[i - 1].Organisation)
            {
                return Result.Refuse(BadSet, $"seat {i} is out of order: organisation {Seats[i].Organisation} after {Seats[i - 1].Organisation}");
            }

            if (Seats[i].Key.IsDefault || !keys.Add(Seats[i].Key))
            {
                return Result.Refuse(BadSet, $"seat {i} has no key of its own");
            }
        }

        return Result.Ok;
    }

    public void Encode(CanonicalWriter writer) => writer.Write(Seats);

    public static ValidatorSet Decode(ref CanonicalReader reader)
    {
        ValidatorSet set = new(reader.ReadSequence<Validator>(MaxSeats));
        if (reader.Failure is null && set.Check().Refusal is { } refusal)
        {
            reader.Fail(refusal.Code, refusal.Detail);
        }

        return set;
    }
}
