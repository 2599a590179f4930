namespace DeAI.Chain.Consensus;

/// <summary>What the machine asks its host for, in the order in which it is to be started. Only the two persist effects are answered by
/// <see cref="ConsensusInput.Persisted"/>; nothing that depends on them is asked for before.</summary>
public abstract record ConsensusEffect
{
    private ConsensusEffect()
    {
    }

    /// <summary>Build a block for the view on this parent; pace it as the parameters allow; answer with
    /// <see cref="ConsensusInput.BlockBuilt"/>. A later request replaces it.</summary>
    /// <param name="Carrier">An ancestor closes the epoch: the block must be empty.</param>
    public sealed record BuildBlock(View View, BlockRef Parent, bool Carrier) : ConsensusEffect;

    /// <summary>Execute the block on its parent, which was validated before; answer with
    /// <see cref="ConsensusInput.BlockValidated"/>.</summary>
    /// <param name="Carrier">An ancestor closes the epoch: refuse it unless it is empty.</param>
    public sealed record ValidateBlock(View View, Hash256 Digest, Blob Body, BlockRef Parent, bool Carrier) : ConsensusEffect;

    /// <summary>Make the record durable in the vote log.</summary>
    public sealed record PersistVote(ulong Token, VoteRecord Record) : ConsensusEffect;

    /// <summary>Make the proposal durable, by digest. An own one comes unsigned.</summary>
    public sealed record PersistProposal(ulong Token, Proposal Proposal) : ConsensusEffect;

    /// <summary>Send to one peer; to lose it is allowed.</summary>
    public sealed record Send(PublicKey To, ConsensusMessage Message) : ConsensusEffect;

    /// <summary>Send to every peer, auditors too; to lose it is allowed.</summary>
    public sealed record Broadcast(ConsensusMessage Message) : ConsensusEffect;

    /// <summary>Read the stored proposal, check it by <see cref="VerifiedProposal.CheckStored"/>, answer with
    /// <see cref="ConsensusInput.ProposalLoaded"/>; if there is none, do nothing.</summary>
    public sealed record LoadProposal(PublicKey To, BlockRef Block) : ConsensusEffect;

    /// <summary>Deliver a tick at this time at the latest. Replaces the one before.</summary>
    public sealed record SetTimer(long AtMs) : ConsensusEffect;

    /// <summary>A notarization is known: for telemetry.</summary>
    public sealed record Notarized(BlockRef Block) : ConsensusEffect;

    /// <summary>A nullification is known: for telemetry.</summary>
    public sealed record Nullified(View View) : ConsensusEffect;

    /// <summary>
    /// Commit these blocks in this order, each one validated here before, in one atomic batch with the certificate; then report
    /// <see cref="ConsensusInput.CommitPersisted"/> for the last.
    /// </summary>
    /// <param name="Certificate">The finalization of the last block of <paramref name="Chain"/>, or of the last of
    /// <paramref name="Carriers"/>.</param>
    /// <param name="Chain">Ascending, each the parent of the next.</param>
    /// <param name="Carriers">
    /// Empty, except where the chain ends at the block that closes the epoch and the certificate is for a descendant: the blocks from
    /// there to
    /// the certified one, which are never committed but prove the closing block final.
    /// </param>
    public sealed record Finalized(VerifiedCertificate Certificate, Sequence<BlockRef> Chain, Sequence<BlockRef> Carriers)
        : ConsensusEffect;

    /// <summary>The epoch ended at this block: make the next machine. This one goes on answering peers that are still in the
    /// epoch.</summary>
    public sealed record EpochClosed(BlockRef Last, VerifiedCertificate Certificate) : ConsensusEffect;

    /// <summary>The network finalized this, and too much before it is missing here: use block sync, then
    /// <see cref="ConsensusInput.Rebase"/>.</summary>
    public sealed record BehindBy(VerifiedCertificate Finalization, View Committed) : ConsensusEffect;

    /// <summary>The peer is below what is kept here: let it find block sync.</summary>
    public sealed record PeerBehind(PublicKey Peer, View Committed) : ConsensusEffect;

    /// <summary>Records of the vote log for views at or below this one are needed no more.</summary>
    public sealed record PruneVotes(Epoch Epoch, View Floor) : ConsensusEffect;

    public sealed record EvidenceFound(Evidence Evidence) : ConsensusEffect;

    public sealed record Fault(ConsensusFault Kind, View View, string Detail) : ConsensusEffect;
}
