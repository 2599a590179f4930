namespace DeAI.Chain.Consensus;

/// <summary>
/// A proposal with its leader's signature, the body of its digest, and good certificates for the parent and the views skipped.
/// Constructing it
/// is the check. Whether the block is valid is not known yet.
/// </summary>
public sealed class VerifiedProposal
{
    private VerifiedProposal(Proposal proposal, VerifiedCertificate? parent, VerifiedCertificate[] nullifications)
    {
        Proposal = proposal;
        ParentCertificate = parent;
        NullificationList = nullifications;
    }

    public Proposal Proposal { get; }

    public ProposalHeader Header => Proposal.Header;

    public VerifiedCertificate? ParentCertificate { get; }

    internal VerifiedCertificate[] NullificationList { get; }

    /// <returns>The proposal, or a refusal of <see cref="ConsensusErrors"/> or of the body's check.</returns>
    public static Result<VerifiedProposal> Check(EpochContext context, Proposal proposal, IBodyCheck bodies, VerificationCache cache)
    {
        ProposalHeader header = proposal.Header;
        if (CheckHeader(context, header) is { } refusal)
        {
            return Result.Refuse<VerifiedProposal>(refusal);
        }

        PublicKey leader = context.Validators[context.LeaderOf(header.View)].Key;
        if (!cache.Verify(leader, SigningBytes.OfProposal(context.Chain, header), proposal.Signature))
        {
            return Result.Refuse<VerifiedProposal>(ConsensusErrors.BadSignature, $"the proposal of view {header.View} is not its leader's");
        }

        return CheckContent(context, proposal, bodies, cache);
    }

    /// <summary>
    /// The same for a record from the own store: an own proposal is stored before it is signed, so its signature may be absent; it is never
    /// sent like that.
    /// </summary>
    public static Result<VerifiedProposal> CheckStored(
        EpochContext context,
        Proposal proposal,
        PublicKey own,
        IBodyCheck bodies,
        VerificationCache cache)
    {
        if (!proposal.Signature.IsDefault)
        {
            return Check(context, proposal, bodies, cache);
        }

        if (CheckHeader(context, proposal.Header) is { } refusal)
        {
            return Result.Refuse<VerifiedProposal>(refusal);
        }

        return context.Validators[context.LeaderOf(proposal.Header.View)].Key == own
            ? CheckContent(context, proposal, bodies, cache)
            : Result.Refuse<VerifiedProposal>(ConsensusErrors.BadSignature, $"view {proposal.Header.View} is another's, and nobody signed");
    }

    /// <summary>An own proposal, made from certificates that were checked before.</summary>
    internal static VerifiedProposal Own(Proposal proposal, VerifiedCertificate? parent, VerifiedCertificate[] nullifications) =>
        new(proposal, parent, nullifications);

    internal VerifiedProposal WithSignature(Signature signature) =>
        new(Proposal with { Signature = signature }, ParentCertificate, NullificationList);

    private static Refusal? CheckHeader(EpochContext context, ProposalHeader header)
    {
        if (header.Epoch != context.Epoch)
        {
            return new Refusal(ConsensusErrors.WrongEpoch, $"epoch {header.Epoch}, here is {context.Epoch}");
        }

        if (header.View <= context.Start.StartView)
        {
            return new Refusal(ConsensusErrors.ViewOutOfRange, $"view {header.View}, the epoch starts after {context.Start.StartView}");
        }

        if (header.Digest.IsDefault || header.Digest == header.ParentDigest || header.ParentView >= header.View)
        {
            return new Refusal(ConsensusErrors.BadParent, $"view {header.View} cannot extend view {header.ParentView}");
        }

        return null;
    }

    private static Result<VerifiedProposal> CheckContent(
        EpochContext context,
        Proposal proposal,
        IBodyCheck bodies,
        VerificationCache cache)
    {
        if (proposal.Body.Length > ConsensusLimits.MaxBodyBytes)
        {
            return Result.Refuse<VerifiedProposal>(ConsensusErrors.BodyTooLarge, $"{proposal.Body.Length} bytes");
        }

        if (bodies.Check(proposal).Refusal is { } body)
        {
            return Result.Refuse<VerifiedProposal>(body);
        }

        if (!CheckParent(context, proposal, cache).TryGet(out VerifiedCertificate? parent, out Refusal? refusal)
            || !CheckNullifications(context, proposal, cache).TryGet(out VerifiedCertificate[] nullifications, out refusal))
        {
            return Result.Refuse<VerifiedProposal>(refusal);
        }

        return Result.Of(new VerifiedProposal(proposal, parent, nullifications));
    }

    private static Result<VerifiedCertificate?> CheckParent(EpochContext context, Proposal proposal, VerificationCache cache)
    {
        ProposalHeader header = proposal.Header;
        bool fromStart = header.ParentView == context.Start.StartView && header.ParentDigest == context.Start.StartDigest;
        if (proposal.ParentCertificate is not { } certificate)
        {
            return fromStart
                ? Result.Of<VerifiedCertificate?>(null)
                : Result.Refuse<VerifiedCertificate?>(ConsensusErrors.BadParent, $"parent {header.ParentView} has no certificate");
        }

        Vote vote = certificate.Vote;
        if (vote.Kind == VoteKind.Nullify || vote.View != header.ParentView || vote.Digest != header.ParentDigest)
        {
            return Result.Refuse<VerifiedCertificate?>(ConsensusErrors.BadParent, $"{vote.Kind} of {vote.View} does not prove the parent");
        }

        return VerifiedCertificate.Check(context, certificate, cache).TryGet(out VerifiedCertificate? parent, out Refusal? refusal)
            ? Result.Of<VerifiedCertificate?>(parent)
            : Result.Refuse<VerifiedCertificate?>(refusal);
    }

    private static Result<VerifiedCertificate[]> CheckNullifications(EpochContext context, Proposal proposal, VerificationCache cache)
    {
        ulong skipped = proposal.Header.View.Value - proposal.Header.ParentView.Value - 1;
        int expected = (int)Math.Min(skipped, ConsensusLimits.MaxCarriedNullifications);
        if (proposal.Nullifications.Count != expected)
        {
            return Result.Refuse<VerifiedCertificate[]>(
                ConsensusErrors.BadNullifications,
                $"{proposal.Nullifications.Count} nullifications for {skipped} skipped views, expected {expected}");
        }

        VerifiedCertificate[] checkedOnes = new VerifiedCertificate[expected];
        ulong first = proposal.Header.View.Value - (ulong)expected;
        for (int i = 0; i < expected; i++)
        {
            Certificate certificate = proposal.Nullifications[i];
            if (certificate.Vote.Kind != VoteKind.Nullify || certificate.Vote.View.Value != first + (ulong)i)
            {
                return Result.Refuse<VerifiedCertificate[]>(
                    ConsensusErrors.BadNullifications,
                    $"{certificate.Vote.Kind} of view {certificate.Vote.View} where the nullification of {first + (ulong)i} belongs");
            }

            if (!VerifiedCertificate.Check(context, certificate, cache).TryGet(out checkedOnes[i], out Refusal? refusal))
            {
                return Result.Refuse<VerifiedCertificate[]>(refusal);
            }
        }

        return Result.Of(checkedOnes);
    }
}
