namespace DeAI.Chain.Consensus;

/// <summary>
/// Everything that can happen to a machine. Peers are named by their node's key; auditors have one too, without a seat. The time stands
/// still
/// between ticks: deliver a <see cref="Tick"/> first in each batch.
/// </summary>
public abstract record ConsensusInput
{
    private ConsensusInput()
    {
    }

    /// <summary>The time, from any origin, never falling. The first one starts the machine.</summary>
    public sealed record Tick(long NowMs) : ConsensusInput;

    public sealed record ProposalReceived(PublicKey From, VerifiedProposal Proposal) : ConsensusInput;

    public sealed record VoteReceived(PublicKey From, VerifiedVote Vote) : ConsensusInput;

    public sealed record CertificateReceived(PublicKey From, VerifiedCertificate Certificate) : ConsensusInput;

    public sealed record FetchReceived(PublicKey From, Fetch Fetch) : ConsensusInput;

    public sealed record StatusReceived(PublicKey From, Status Status) : ConsensusInput;

    /// <summary>Answers <see cref="ConsensusEffect.BuildBlock"/>. The builder has executed the block: it counts as validated.</summary>
    public sealed record BlockBuilt(View View, Hash256 Digest, Blob Body, bool ClosesEpoch) : ConsensusInput;

    /// <summary>Answers <see cref="ConsensusEffect.ValidateBlock"/>.</summary>
    /// <param name="Digest">The block.</param>
    /// <param name="Outcome">What every correct node finds: a refusal is final for the digest, and a fault if a quorum certified
    /// it.</param>
    /// <param name="ClosesEpoch">The block or an ancestor in this epoch changes the validators of the next one.</param>
    /// <param name="Objection">
    /// What only this node finds, such as a time too far from its clock: it nullifies instead of notarizing, and still follows a quorum
    /// that
    /// saw it otherwise. Never put such a finding into <paramref name="Outcome"/>.
    /// </param>
    public sealed record BlockValidated(Hash256 Digest, Result Outcome, bool ClosesEpoch, Refusal? Objection = null) : ConsensusInput;

    /// <summary>What the effect with this token asked for is durable. One acknowledgement per token, in any order.</summary>
    public sealed record Persisted(ulong Token) : ConsensusInput;

    /// <summary>Answers <see cref="ConsensusEffect.LoadProposal"/>, if the store has it.</summary>
    public sealed record ProposalLoaded(PublicKey To, VerifiedProposal Proposal) : ConsensusInput;

    /// <summary>A stored proposal above the committed block, delivered at a restart before the first tick.</summary>
    public sealed record ProposalRestored(VerifiedProposal Proposal) : ConsensusInput;

    /// <summary>
    /// At a restart before the first tick, and after block sync: this block is committed and durable, with its finalization. Ignored if
    /// it is
    /// not above what is committed.
    /// </summary>
    public sealed record Rebase(VerifiedCertificate Finalization) : ConsensusInput;

    /// <summary>
    /// The committed block of this view is durable together with its certificate and state: the floor below which nothing is ever signed,
    /// and
    /// below which votes may be pruned.
    /// </summary>
    public sealed record CommitPersisted(View View) : ConsensusInput;

    /// <summary>New parameters, from the next view on.</summary>
    public sealed record Update(ConsensusParameters Parameters) : ConsensusInput;
}
