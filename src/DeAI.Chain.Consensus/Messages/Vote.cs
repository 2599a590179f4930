namespace DeAI.Chain.Consensus;

/// <summary>The content of a vote within an epoch.</summary>
/// <param name="Kind">What is said.</param>
/// <param name="View">About which view.</param>
/// <param name="Digest">The block; <c>default</c> exactly when the kind is <see cref="VoteKind.Nullify"/>.</param>
public readonly record struct Vote(VoteKind Kind, View View, Hash256 Digest)
{
    /// <summary>Whether kind and digest agree.</summary>
    public bool IsWellFormed => Kind switch
    {
        VoteKind.Notarize or VoteKind.Finalize => !Digest.IsDefault,
        VoteKind.Nullify => Digest.IsDefault,
        _ => false,
    };

    public static Vote Notarize(View view, Hash256 digest) => new(VoteKind.Notarize, view, digest);

    public static Vote Nullify(View view) => new(VoteKind.Nullify, view, default);

    public static Vote Finalize(View view, Hash256 digest) => new(VoteKind.Finalize, view, digest);

    /// <summary>Three values in a row, no array of their own: kind, view, digest or nil.</summary>
    internal void EncodeFields(CanonicalWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Write(View);
        ConsensusEncoding.WriteDigestOrNil(writer, Digest);
    }

    internal static Vote DecodeFields(ref CanonicalReader reader)
    {
        Vote vote = new((VoteKind)reader.ReadByte(), reader.ReadView(), ConsensusEncoding.ReadDigestOrNil(ref reader));
        if (reader.Failure is null && !vote.IsWellFormed)
        {
            reader.Fail(ConsensusErrors.BadVote, $"kind {(byte)vote.Kind} with digest '{vote.Digest}'");
        }

        return vote;
    }
}
