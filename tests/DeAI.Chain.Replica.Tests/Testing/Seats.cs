namespace DeAI.Chain.Replica.Tests.Testing;

internal sealed record Seats(Sequence<Validator> Validators) : ICanonical<Seats>
{
    public void Encode(CanonicalWriter writer) => writer.Write(Validators);

    public static Seats Decode(ref CanonicalReader reader) => new(reader.ReadSequence<Validator>(ValidatorSet.MaxSeats));
}
