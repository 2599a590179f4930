namespace DeAI.Chain.Consensus;

/// <summary>A quorum of this epoch's seats, each with its signature over this very content. Constructing it is the check.</summary>
public sealed class VerifiedCertificate
{
    private const string CacheDomain = "deai.consensus.verified_certificate.v1";

    private VerifiedCertificate(Certificate certificate) => Certificate = certificate;

    public Certificate Certificate { get; }

    public VoteKind Kind => Certificate.Vote.Kind;

    public View View => Certificate.Vote.View;

    public Hash256 Digest => Certificate.Vote.Digest;

    public SeatSet Voters => Certificate.Voters;

    /// <returns>The certificate, or a refusal of <see cref="ConsensusErrors"/>.</returns>
    public static Result<VerifiedCertificate> Check(EpochContext context, Certificate certificate, VerificationCache cache)
    {
        if (VoteChecks.OfContent(context, certificate.Epoch, certificate.Vote) is { } refusal)
        {
            return Result.Refuse<VerifiedCertificate>(refusal);
        }

        if (CheckBitmap(context.Validators, certificate) is { } bad)
        {
            return Result.Refuse<VerifiedCertificate>(bad);
        }

        Hash256 remembered = DomainHash.Of(CacheDomain, certificate.Digest().ToArray(), context.Identity.ToArray());
        if (cache.Contains(remembered))
        {
            return Result.Of(new VerifiedCertificate(certificate));
        }

        byte[] message = SigningBytes.OfVote(context.Chain, certificate.Epoch, certificate.Vote);
        SeatSet voters = certificate.Voters;
        ReadOnlySpan<byte> signatures = certificate.Signatures.Span;
        for (int seat = voters.NextFrom(0); seat >= 0; seat = voters.NextFrom(seat + 1))
        {
            if (!cache.Verify(context.Validators[seat].Key, message, new Signature(signatures[..Signature.Length])))
            {
                return Result.Refuse<VerifiedCertificate>(
                    ConsensusErrors.BadSignature,
                    $"seat {seat}, {certificate.Vote.Kind} of view {certificate.Vote.View}");
            }

            signatures = signatures[Signature.Length..];
        }

        cache.Add(remembered);
        return Result.Of(new VerifiedCertificate(certificate));
    }

    /// <summary>Puts together votes that were checked one by one: <paramref name="votes"/> by seat, those of other content are left
    /// out.</summary>
    internal static VerifiedCertificate Assemble(EpochContext context, Vote content, ReadOnlySpan<SignedVote?> votes)
    {
        byte[] bitmap = new byte[Certificate.BitmapBytes(votes.Length)];
        byte[] signatures = new byte[votes.Length * Signature.Length];
        int count = 0;
        for (int seat = 0; seat < votes.Length; seat++)
        {
            if (votes[seat] is { } vote && vote.Vote == content)
            {
                bitmap[seat >> 3] |= (byte)(1 << (seat & 7));
                vote.Signature.CopyTo(signatures.AsSpan(count * Signature.Length));
                count++;
            }
        }

        if (count < context.Validators.Quorum)
        {
            throw new InvalidOperationException($"{count} votes are no quorum of {context.Validators.Quorum}.");
        }

        Blob packed = new(signatures.AsMemory(0, count * Signature.Length));
        return new VerifiedCertificate(new Certificate(context.Epoch, content, new Blob(bitmap), packed));
    }

    private static Refusal? CheckBitmap(ValidatorSet set, Certificate certificate)
    {
        int expected = Certificate.BitmapBytes(set.Count);
        if (certificate.Bitmap.Length != expected)
        {
            return new Refusal(ConsensusErrors.BadBitmap, $"{certificate.Bitmap.Length} bytes for {set.Count} seats, expected {expected}");
        }

        SeatSet voters = certificate.Voters;
        if (set.Count < ValidatorSet.MaxSeats && voters.Bits >> set.Count != 0)
        {
            return new Refusal(ConsensusErrors.SeatOutOfRange, $"the bitmap names a seat beyond {set.Count - 1}");
        }

        if (voters.Count < set.Quorum)
        {
            return new Refusal(ConsensusErrors.NoQuorum, $"{voters.Count} votes, {set.Quorum} are needed");
        }

        int bytes = voters.Count * Signature.Length;
        return certificate.Signatures.Length == bytes
            ? null
            : new Refusal(ConsensusErrors.BadBitmap, $"{certificate.Signatures.Length} bytes of signatures for {voters.Count} voters");
    }
}
