namespace DeAI.Chain.Consensus;

/// <summary>What is known of one view.</summary>
internal sealed class ViewState(View view, int seats)
{
    private VoteTally? _notarize;
    private VoteTally? _nullify;
    private VoteTally? _finalize;

    public View View { get; } = view;

    public VerifiedCertificate? Notarization { get; set; }

    public VerifiedCertificate? Nullification { get; set; }

    public VerifiedCertificate? Finalization { get; set; }

    /// <summary>The leader's first proposal that arrived (rule 1).</summary>
    public BlockEntry? First { get; set; }

    /// <summary>At most two: the first, and the certified one if that is another.</summary>
    public List<BlockEntry> Blocks { get; } = new(1);

    public List<SignedVote> OwnVotes { get; } = new(2);

    /// <summary>The first signed header of the leader, kept for evidence.</summary>
    public SignedHeader? FirstSigned { get; set; }

    public bool ProposalEvidence { get; set; }

    public bool RefusalReported { get; set; }

    public SeatSet NotarizeEvidence { get; set; }

    public SeatSet FinalizeEvidence { get; set; }

    public SeatSet NullifyEvidence { get; set; }

    /// <summary>The digest that a quorum stands for, or <c>default</c>.</summary>
    public Hash256 CertifiedDigest => Notarization?.Digest ?? Finalization?.Digest ?? default;

    /// <summary>A certificate that lets a child name this view's block as its parent.</summary>
    public VerifiedCertificate? ParentProof => Notarization ?? Finalization;

    public VoteTally Tally(VoteKind kind) => kind switch
    {
        VoteKind.Notarize => _notarize ??= new VoteTally(seats),
        VoteKind.Nullify => _nullify ??= new VoteTally(seats),
        VoteKind.Finalize => _finalize ??= new VoteTally(seats),
        _ => throw new InvalidOperationException($"There is no vote of kind {(byte)kind}."),
    };

    public SignedVote? VoteOf(VoteKind kind, int seat) => kind switch
    {
        VoteKind.Notarize => _notarize?[seat],
        VoteKind.Nullify => _nullify?[seat],
        VoteKind.Finalize => _finalize?[seat],
        _ => null,
    };

    public VerifiedCertificate? CertificateOf(VoteKind kind) => kind switch
    {
        VoteKind.Notarize => Notarization,
        VoteKind.Nullify => Nullification,
        VoteKind.Finalize => Finalization,
        _ => null,
    };

    /// <summary>Frees what only recent views need; certificates, headers and own votes stay.</summary>
    public void Trim()
    {
        _notarize = null;
        _nullify = null;
        _finalize = null;
        foreach (BlockEntry block in Blocks)
        {
            // An auditor keeps none in its store, so its bodies are fetched again if they are needed.
            block.Proposal = null;
        }
    }
}
