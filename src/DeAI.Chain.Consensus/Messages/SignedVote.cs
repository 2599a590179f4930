namespace DeAI.Chain.Consensus;

/// <summary>A vote as it travels. Unchecked: only <see cref="VerifiedVote"/> counts.</summary>
/// <param name="Epoch">The epoch whose validators vote.</param>
/// <param name="Vote">What is said.</param>
/// <param name="Seat">The voter's place in the validator set, from 0.</param>
/// <param name="Signature">Over <see cref="SigningBytes.OfVote"/>.</param>
public sealed record SignedVote(Epoch Epoch, Vote Vote, int Seat, Signature Signature) : ICanonical<SignedVote>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.Write(Epoch);
        Vote.EncodeFields(writer);
        writer.Write((byte)Seat);
        writer.Write(Signature);
    }

    public static SignedVote Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(6);
        return new SignedVote(reader.ReadEpoch(), Vote.DecodeFields(ref reader), reader.ReadByte(), reader.ReadSignature());
    }
}
