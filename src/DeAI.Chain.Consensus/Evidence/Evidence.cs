namespace DeAI.Chain.Consensus;

/// <summary>
/// Two signed statements of one validator about one view that no correct validator makes both. Everyone can check it with the validator
/// set of
/// that epoch alone. The two are in a fixed order, so two finders report the same bytes.
/// </summary>
public sealed record Evidence : ICanonical<Evidence>
{
    private const string DigestDomain = "deai.consensus.evidence.v1";

    private Evidence(EvidenceKind kind) => Kind = kind;

    public EvidenceKind Kind { get; }

    /// <summary>The two votes, null for proposals.</summary>
    public SignedVote? FirstVote { get; private init; }

    public SignedVote? SecondVote { get; private init; }

    /// <summary>The two proposals, null for votes.</summary>
    public SignedHeader? FirstProposal { get; private init; }

    public SignedHeader? SecondProposal { get; private init; }

    public Epoch Epoch => FirstVote?.Epoch ?? FirstProposal?.Header.Epoch ?? default;

    public View View => FirstVote?.Vote.View ?? FirstProposal?.Header.View ?? default;

    /// <summary>Names the offence: the pair of statements.</summary>
    public Hash256 Digest() => DomainHash.Of(DigestDomain, Canonical.Encode(this));

    /// <summary>The seat that made both statements.</summary>
    public int SeatIn(EpochContext context) => FirstVote?.Seat ?? context.LeaderOf(View);

    /// <summary>The conflict between two votes of one seat and view, or null if there is none.</summary>
    public static Evidence? Between(SignedVote one, SignedVote other)
    {
        if (KindOf(one, other) is var kind && kind == EvidenceKind.None)
        {
            return null;
        }

        bool inOrder = one.Vote.Kind != other.Vote.Kind
            ? one.Vote.Kind == VoteKind.Nullify
            : one.Vote.Digest < other.Vote.Digest;
        return new Evidence(kind) { FirstVote = inOrder ? one : other, SecondVote = inOrder ? other : one };
    }

    /// <summary>The conflict between two proposals of one view, or null if there is none.</summary>
    public static Evidence? Between(SignedHeader one, SignedHeader other)
    {
        if (one.Header.Epoch != other.Header.Epoch || one.Header.View != other.Header.View || one.Header == other.Header)
        {
            return null;
        }

        bool inOrder = Order(one.Header, other.Header) < 0;
        return new Evidence(EvidenceKind.TwoProposals) { FirstProposal = inOrder ? one : other, SecondProposal = inOrder ? other : one };
    }

    /// <summary>Whether the two statements conflict and the accused seat signed both.</summary>
    public Result Verify(EpochContext context, VerificationCache cache)
    {
        if (Epoch != context.Epoch)
        {
            return Result.Refuse(ConsensusErrors.WrongEpoch, $"epoch {Epoch}, here is {context.Epoch}");
        }

        return Kind == EvidenceKind.TwoProposals ? VerifyProposals(context, cache) : VerifyVotes(context, cache);
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write((byte)Kind);
        FirstVote?.Encode(writer);
        SecondVote?.Encode(writer);
        FirstProposal?.Encode(writer);
        SecondProposal?.Encode(writer);
    }

    public static Evidence Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        EvidenceKind kind = (EvidenceKind)ConsensusEncoding.ReadEnum(ref reader, (byte)EvidenceKind.TwoProposals, "kind of evidence");
        Evidence read = kind == EvidenceKind.TwoProposals
            ? new Evidence(kind) { FirstProposal = reader.Read<SignedHeader>(), SecondProposal = reader.Read<SignedHeader>() }
            : new Evidence(kind) { FirstVote = reader.Read<SignedVote>(), SecondVote = reader.Read<SignedVote>() };
        if (reader.Failure is null && !read.IsCanonical())
        {
            reader.Fail(ConsensusErrors.NoConflict, $"the two statements are no evidence of kind {(byte)kind} in order");
        }

        return read;
    }

    private bool IsCanonical()
    {
        Evidence? again = Kind == EvidenceKind.TwoProposals
            ? Between(FirstProposal!, SecondProposal!)
            : Between(FirstVote!, SecondVote!);
        return again == this;
    }

    private Result VerifyVotes(EpochContext context, VerificationCache cache)
    {
        Result<VerifiedVote> first = VerifiedVote.Check(context, FirstVote!, cache);
        Result<VerifiedVote> second = VerifiedVote.Check(context, SecondVote!, cache);
        return (first.Refusal ?? second.Refusal) is { } refusal ? new Result(refusal) : Conflict();
    }

    private Result VerifyProposals(EpochContext context, VerificationCache cache)
    {
        PublicKey leader = context.Validators[context.LeaderOf(View)].Key;
        bool signed = cache.Verify(leader, SigningBytes.OfProposal(context.Chain, FirstProposal!.Header), FirstProposal.Signature)
            && cache.Verify(leader, SigningBytes.OfProposal(context.Chain, SecondProposal!.Header), SecondProposal.Signature);
        return signed ? Conflict() : Result.Refuse(ConsensusErrors.BadSignature, $"the leader of view {View} did not sign both proposals");
    }

    private Result Conflict() => IsCanonical()
        ? Result.Ok
        : Result.Refuse(ConsensusErrors.NoConflict, "the two statements do not conflict");

    private static EvidenceKind KindOf(SignedVote one, SignedVote other)
    {
        bool sameVoter = one.Seat == other.Seat && one.Epoch == other.Epoch && one.Vote.View == other.Vote.View;
        if (!sameVoter)
        {
            return EvidenceKind.None;
        }

        return (one.Vote.Kind, other.Vote.Kind) switch
        {
            (VoteKind.Notarize, VoteKind.Notarize) when one.Vote.Digest != other.Vote.Digest => EvidenceKind.TwoNotarize,
            (VoteKind.Finalize, VoteKind.Finalize) when one.Vote.Digest != other.Vote.Digest => EvidenceKind.TwoFinalize,
            (VoteKind.Nullify, VoteKind.Finalize) or (VoteKind.Finalize, VoteKind.Nullify) => EvidenceKind.NullifyAndFinalize,
            _ => EvidenceKind.None,
        };
    }

    private static int Order(ProposalHeader one, ProposalHeader other)
    {
        int order = one.Digest.CompareTo(other.Digest);
        order = order != 0 ? order : one.ParentView.CompareTo(other.ParentView);
        return order != 0 ? order : one.ParentDigest.CompareTo(other.ParentDigest);
    }
}
